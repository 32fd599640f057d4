namespace Cuobian.Kernel;

/// <summary>A legal question with the answer no: the code is stable and also the key of the sentence people read (HTTP 409).</summary>
public class Refused(string code, params object[] details) : Exception(code)
{
    public string Code { get; } = code;

    /// <summary>Values for the sentence, in the order of its placeholders.</summary>
    public IReadOnlyList<object> Details { get; } = details;

    public static void If(bool wrong, string code, params object[] details)
    {
        if (wrong) throw new Refused(code, details);
    }
}

/// <summary>The actor has no right to do this (HTTP 401 for a stranger, 403 for somebody signed in).</summary>
public sealed class Denied(string permission) : Exception(permission)
{
    public string Permission { get; } = permission;
}

/// <summary>One thing wrong with what was sent: the field, the stable code, and the values for the sentence.</summary>
public sealed record Fault(string Field, string Code, params object[] Details);

/// <summary>What was sent cannot be used; every fault is named, so that it can be mended in one go (HTTP 400).</summary>
public sealed class Invalid(IReadOnlyList<Fault> faults) : Exception(string.Join(", ", faults.Select(f => $"{f.Field}: {f.Code}")))
{
    public IReadOnlyList<Fault> Faults { get; } = faults;
}

/// <summary>Collects the faults of a form and throws them together.</summary>
public sealed class Faults
{
    private readonly List<Fault> found = [];

    public Faults If(bool wrong, string field, string code, params object[] details)
    {
        if (wrong) found.Add(new Fault(field, code, details));
        return this;
    }

    public Faults Required(string? value, string field) => If(string.IsNullOrWhiteSpace(value), field, "required");

    public Faults AtMost(string? value, int length, string field) => If(value?.Length > length, field, "too_long", length);

    public void Throw()
    {
        if (found.Count > 0) throw new Invalid(found);
    }
}
