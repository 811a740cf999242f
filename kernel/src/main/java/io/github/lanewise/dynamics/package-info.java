/**
 * How robots move: the algorithms of rigid-body dynamics and one time step, written on traced scalars, one file each.
 *
 * <p>Begin with {@code Step}, the page of a time step: kinematics, forces, acceleration, integration. Its stages are
 * {@code Kinematics}; the list of {@code ForceTerm}, of which {@link io.github.lanewise.dynamics.ControlLaw} and {@code
 * PassiveForces}, {@link io.github.lanewise.dynamics.GroundContact}, {@link io.github.lanewise.dynamics.BodyContact}
 * and {@link io.github.lanewise.dynamics.JointLimits} are members; {@code ForwardDynamics}; {@link
 * io.github.lanewise.dynamics.Integrator}, with {@code TorqueFreeMotion} and {@code DryFriction}. {@link
 * io.github.lanewise.dynamics.StepFunction} makes graphs of a step and its derivatives, {@link
 * io.github.lanewise.dynamics.Algorithms} of all else: inverse dynamics ({@code Rnea}), the mass matrix ({@code Crba}),
 * forward dynamics ({@code Aba}), poses, Jacobians, energies. All of them see a robot as a {@code Mechanism}. {@link
 * io.github.lanewise.dynamics.BatchedAlgorithm} runs one of them on a batch, {@link
 * io.github.lanewise.dynamics.StateCheck} refuses states in which no robot can be.
 *
 * <p>Names and tables are those of Featherstone, Rigid Body Dynamics Algorithms (RBDA). The base accelerates with -g,
 * so no recursion has a term for weight. This package uses {@code model}, {@code spatial} and {@code trace}; what it
 * makes are expressions, which {@code compile} turns into code where they are run.
 */
package io.github.lanewise.dynamics;
