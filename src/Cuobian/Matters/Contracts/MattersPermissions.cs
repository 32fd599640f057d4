namespace Cuobian.Matters.Contracts;

/// <summary>Every permission Matters knows; each is held inside an area and, where a unit is named, for what that unit leads.</summary>
public static class MattersPermissions
{
    public const string Read = "matters.read";
    public const string ReportFor = "matters.report_for";
    public const string Triage = "matters.triage";
    public const string Dispatch = "matters.dispatch";
    public const string Handle = "matters.handle";
    public const string SelfHandle = "matters.self_handle";
    public const string Verify = "matters.verify";
    public const string Supervise = "matters.supervise";
    public const string Comment = "matters.comment";
    public const string Reveal = "matters.reveal";
    public const string Screen = "matters.screen";

    /// <summary>Load the working days of a year.</summary>
    public const string Calendar = "matters.calendar";

    /// <summary>Prepare and publish routing rules, categories, questions and reply templates.</summary>
    public const string Settings = "matters.settings";

    /// <summary>Train the model that suggests categories, and choose which version is used.</summary>
    public const string Model = "matters.model";

    public static readonly IReadOnlyList<string> All =
        [Read, ReportFor, Triage, Dispatch, Handle, SelfHandle, Verify, Supervise, Comment, Reveal, Screen, Calendar, Settings, Model];
}
