/**
 * Cloth that grippers move, on a floor, with exact derivatives of every substep.
 *
 * <p>Read {@link io.github.lanewise.deformable.Cloth} first, then {@link
 * io.github.lanewise.deformable.ClothSimulation}: cloths in environments of their own, whose step is what a {@link
 * io.github.lanewise.deformable.GripperProgram} makes of an action, such as {@link
 * io.github.lanewise.deformable.PickAndPlace}. {@link io.github.lanewise.deformable.ClothPullback} and {@link
 * io.github.lanewise.deformable.ClothPushforward} differentiate a step by states, actions, stiffness, friction and
 * mass. A substep dt has three parts, a file each, in which the equation, its pullback and its pushforward stand one
 * below the other:
 *
 * <pre>
 * DoubleSprings    F_p = sum_q k (1/L - 1/|d|) d, d = x_q - x_p, over the eight neighbours q
 * DoubleVelocity   v  &lt;- (v + a dt + (F + G - r v_t) dt/m) exp(-c dt), r = min(mu N/s, R) on the floor
 * DoublePosition   v  &lt;- o v, x &lt;- x + (1 - o) d in the gripper's reach; v &lt;- clip(v), x &lt;- clip(x) + dt v
 * </pre>
 *
 * <p>The points of one cloth lie in the lanes of vectors; how, {@code GridLayout} says. {@code DoubleSubstep} puts the
 * parts together, {@code DoubleRun} many substeps, whose pullback keeps some states and computes the others again.
 *
 * <p>Derivatives are exact, which does not make them small. Friction as published turns slow points round at every
 * substep, and derivatives over an environment step of 2,000 grow beyond all use; of a {@linkplain
 * io.github.lanewise.deformable.FloorContact#PHYSICAL physical} floor, and with a damping of 10 per second, they
 * can be followed.
 *
 * <p>It may use {@code lanes}, and knows neither robots nor tasks. Classes whose names begin with Float are made from
 * those with Double when the library is built.
 */
package io.github.lanewise.deformable;
