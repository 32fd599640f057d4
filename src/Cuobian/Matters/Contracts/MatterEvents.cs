using Cuobian.Kernel;

namespace Cuobian.Matters.Contracts;

/// <summary>One command changed a matter; carries nothing personal.</summary>
public sealed record MatterMoved(Guid Matter, string Number, string Area, string Command, string State, DateTimeOffset At) : IEvent;
