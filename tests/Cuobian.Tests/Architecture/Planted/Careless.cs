namespace Cuobian.Tests.Architecture.Planted;

/// <summary>Planted faults: everything the app may not call.</summary>
internal static class Careless
{
    public static DateTime Now() => DateTime.Now;

    public static Guid Id() => Guid.NewGuid();

    public static int Blocked(Task<int> task) => task.Result;

    public static void Waited(Task task) => task.Wait();

    public static int Forced(Task<int> task) => task.GetAwaiter().GetResult();

    public static async Task<int> Fine(Task<int> task) => await task;
}
