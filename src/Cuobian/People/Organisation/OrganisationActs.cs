namespace Cuobian.People.Organisation;

/// <summary>Acts on units and estates, as the ledger names them.</summary>
public static class OrganisationActs
{
    public const string UnitChanged = "unit_changed";
    public const string UnitClosed = "unit_closed";
    public const string SeatTaken = "seat_taken";
    public const string SeatEnded = "seat_ended";
    public const string EstateAdded = "estate_added";
    public const string EstateChanged = "estate_changed";
    public const string EstateAssigned = "estate_assigned";
    public const string EstateCovered = "estate_covered";
    public const string EstateEnded = "estate_ended";
}
