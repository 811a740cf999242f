/**
 * Cloth that grippers move, on a floor, and rope that boxes move, on ground, with exact derivatives of every substep.
 *
 * <p>Read {@link io.github.lanewise.deformable.Cloth} or {@link io.github.lanewise.deformable.Rope} first, then {@link
 * io.github.lanewise.deformable.ClothSimulation} or {@link io.github.lanewise.deformable.RopeSimulation}: bodies in
 * environments of their own, whose step is what a {@link io.github.lanewise.deformable.ToolProgram} makes of an action,
 * such as {@link io.github.lanewise.deformable.PickAndPlace} or {@link io.github.lanewise.deformable.Push}. {@link
 * io.github.lanewise.deformable.BodyPullback} and {@link io.github.lanewise.deformable.BodyPushforward} differentiate a
 * step by states, actions and each environment's own stiffness, friction and mass. {@link
 * io.github.lanewise.deformable.EnvironmentStep} is a step with its derivatives for batches of one's own.
 *
 * <p>What both have in common is in {@code BodySimulation} (environments, those that are reset), {@code
 * EnvironmentStep} (an action becomes commands) and {@code DoubleRun} (many substeps, whose pullback keeps some states
 * and computes the others again); a {@code DoubleBody} is what a run repeats: a substep, and where its states lie.
 *
 * <p>A substep dt of cloth has three parts, a file each, in which the equation, its pullback and its pushforward stand
 * one below the other; {@code DoubleClothSubstep} puts them together. The points of one cloth lie in the lanes of
 * vectors; how, {@code GridLayout} says.
 *
 * <pre>
 * DoubleSprings    F_p = sum_q k (1/L - 1/|d|) d, d = x_q - x_p, over the eight neighbours q
 * DoubleVelocity   v  &lt;- (v + a dt + (F + G - r v_t) dt/m) exp(-c dt), r = min(mu N/s, R) on the floor
 * DoublePosition   v  &lt;- o v, x &lt;- x + (1 - o) d in the gripper's reach; v &lt;- clip(v), x &lt;- clip(x) + dt v
 * </pre>
 *
 * <p>A substep of rope, which {@code DoubleRopeSubstep} puts together; {@code DoubleRopeStates} moves the window of the
 * grid with the rope:
 *
 * <pre>
 * DoublePolar, DoublePlasticity   F  &lt;- clip((1 + dt C) F), F = R S
 * DoubleParticles                 w, and A = m C - 4 dt V/dx^2 (2 mu (F - R) F^T + lambda J (J - 1))
 * DoubleTransfer                  p_i = sum w (m v + A (x_i - x)), m_i = sum w m
 * DoubleNodes, DoubleBoxContact   v_i = p_i/m_i - g dt, then the box, the ground, the walls
 * DoubleTransfer                  v  &lt;- sum w v_i, C &lt;- 4/dx^2 sum w v_i (x_i - x)^T, x &lt;- x + dt v
 * </pre>
 *
 * <p>Ropes come one after the other, and threads share them. With ropes in lanes each lane would have nodes of its own:
 * 27 nodes of four numbers are 108 gathered loads and as many scattered stores for a particle's share, which processors
 * do lane by lane, where one rope has 27 loads and 27 stores of vectors of a node's four numbers. So what a particle
 * does by itself (weights, F, R, stress) has particles in lanes; what it does with nodes has a node's numbers in lanes,
 * and needs no sums over lanes; and what nodes do, a few hundred that particles touch, is in plain scalars.
 *
 * <p>Derivatives are exact, which does not make them small. Friction of cloth as published turns slow points round at
 * every substep, and derivatives over an environment step of 2,000 grow beyond all use; of a {@linkplain
 * io.github.lanewise.deformable.FloorContact#PHYSICAL physical} floor, and with a damping of 10 per second, they
 * can be followed.
 *
 * <p>It may use {@code lanes}, and knows neither robots nor tasks. Classes whose names begin with Float are made from
 * those with Double when the library is built.
 */
package io.github.lanewise.deformable;
