namespace Cuobian.People;

/// <summary>Shortens a phone to what its owner recognises.</summary>
internal static class Mask
{
    public static string Phone(string phone) => phone.Length >= 11 ? phone[..3] + "****" + phone[^4..] : "****";
}
