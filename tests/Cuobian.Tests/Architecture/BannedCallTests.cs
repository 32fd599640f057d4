using Mono.Cecil;

namespace Cuobian.Tests.Architecture;

/// <summary>Time comes from the clock that was given, ids follow it, and no thread waits for a task.</summary>
public sealed class BannedCallTests
{
    private static readonly string[] Banned =
    [
        "System.DateTime::get_Now", "System.DateTime::get_UtcNow", "System.DateTime::get_Today",
        "System.DateTimeOffset::get_Now", "System.DateTimeOffset::get_UtcNow",
        "System.Guid::NewGuid", "System.Threading.Thread::Sleep",
        "System.Threading.Tasks.Task::Wait", "System.Threading.Tasks.Task::WaitAll", "System.Threading.Tasks.Task::WaitAny",
        "System.Threading.Tasks.Task`1::get_Result", "System.Threading.Tasks.ValueTask`1::get_Result",
        "System.Runtime.CompilerServices.TaskAwaiter::GetResult", "System.Runtime.CompilerServices.TaskAwaiter`1::GetResult",
    ];

    [Fact]
    public void The_app_calls_nothing_that_is_banned()
    {
        using var app = House.App();
        Findings.MustBeNone(Calls(app, "Cuobian"));
    }

    [Fact]
    public void Planted_calls_are_caught()
    {
        using var tests = House.Tests();
        Assert.Equal(["Blocked", "Forced", "Id", "Now", "Waited"],
            Calls(tests, "Cuobian.Tests.Architecture.Planted").Select(call => call.Split(' ')[0]).Order());
    }

    private static IEnumerable<string> Calls(AssemblyDefinition assembly, string root) =>
        from type in assembly.MainModule.GetTypes()
        where IsWrittenByHand(type, root)
        from method in type.Methods
        where method.HasBody
        from instruction in method.Body.Instructions
        let called = instruction.Operand as MethodReference
        where called is not null && Banned.Contains($"{called.DeclaringType.GetElementType().FullName}::{called.Name}")
        select $"{method.Name} of {type.FullName} calls {called.FullName}";

    /// <summary>What the compiler makes of <c>await</c> asks a finished task for its result, and may.</summary>
    private static bool IsWrittenByHand(TypeDefinition type, string root) =>
        $"{type.FullName}.".StartsWith(root + ".", StringComparison.Ordinal)
        && !type.Interfaces.Any(i => i.InterfaceType.Name == "IAsyncStateMachine");
}
