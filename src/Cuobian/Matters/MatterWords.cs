namespace Cuobian.Matters;

/// <summary>Where a matter stands in its life.</summary>
public enum MatterState { Registered, Triage, Dispatched, Handling, Verifying, Feedback, Review, Closed, Withdrawn, Merged, Diverted, Rejected }

/// <summary>Everything that can be done to a matter; the numbers in <see cref="MatterRules"/> are those of the command table.</summary>
public enum MatterCommand
{
    Register, Route, SendToTriage, Classify, Dispatch, SelfHandle, Accept, Return, AcceptTimeout, Submit, Pass, Fail,
    Rate, Contest, Lapse, Rework, Uphold, Reopen, Withdraw, Support, Comment, Attach, Urge,
    RequestTransfer, GrantTransfer, RequestSuspension, GrantSuspension, RequestExtension, GrantExtension, RequestRejection, GrantRejection, DenyRequest,
    Ask, Reply, Resume, Appeal, Merge, Unmerge, Divert, TakeBack, RaiseTier, LowerTier, Supervise, Breach,
    Whistle, CoAccept, CoRefuse, CoFinish, Waive, Split, EndParts, Hide, Restore,
    CallOut, TakeCall, Arrive, Warn, Escalate, FormPanel, Meet, SetMilestone, ReachMilestone, CoTimeout,
}

/// <summary>What a handler or dispatcher may ask another officer to grant.</summary>
public enum RequestKind { Transfer, Suspension, Extension, Rejection }

/// <summary>Where a called unit stands with its part of a joint matter.</summary>
public enum CoState { Called, Accepted, Refused, Finished, Waived }

/// <summary>How far the team of a grid has come that was called to an urgent matter.</summary>
public enum CallStage { None, Waiting, Taken, Arrived }

/// <summary>Why work may wait: the weather, materials, a legal procedure, an appraisal, the reporter's answer, or another body's.</summary>
public enum PauseReason { Weather, Materials, LegalProcedure, Appraisal, Reporter, OtherBody }

/// <summary>Why a unit sends a matter back.</summary>
public enum ReturnReason { NotOurs, WrongPlace, Unclear, AlreadyDone, Twin, Other }

/// <summary>Who else takes over what is not ours: police, hotline, legal aid, court, mediation, another platform.</summary>
public enum DivertTarget { Police110, Hotline12345, LegalAid12348, Court, Mediation, Other }

/// <summary>How hard a matter is chased: ordinary, key (supervised one level up), hard (joint supervision).</summary>
public enum Tier { Ordinary, Key, Hard }

/// <summary>Who may know of a matter: everybody, the reporter and those who handle it, or only those named for it.</summary>
public enum Visibility { Public, Restricted, Private }

/// <summary>The clocks that run over a matter's life.</summary>
public enum ClockKind { Triage, Accept, Handle, Verify, Feedback, Review, Arrive, Panel }

/// <summary>The door a report came through.</summary>
public enum Channel { Web, Field, Counter, Api, Import }

/// <summary>What a photo shows: the report, the place before the work, or after it.</summary>
public enum PhotoStage { Report, Before, After }

/// <summary>How the work ended.</summary>
public enum Outcome { Solved, PartlySolved, Explained, NotPossible }

/// <summary>In which part somebody acted, so that a public page can say so without naming anybody.</summary>
public enum Part { Reporter, Staff, Public, System }
