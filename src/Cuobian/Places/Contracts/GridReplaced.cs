using Cuobian.Kernel;

namespace Cuobian.Places.Contracts;

/// <summary>A grid ended and others took its ground; what was reported in it keeps the old code.</summary>
public sealed record GridReplaced(string Code, IReadOnlyList<string> Successors, DateTimeOffset At) : IEvent;
