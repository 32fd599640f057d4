namespace Cuobian.Data.Crypto;

/// <summary>One spelling for a phone number, however it is typed, so that the same number has the same fingerprint.</summary>
public static class Phones
{
    public static string? Normal(string? phone)
    {
        if (phone is null) return null;
        var digits = string.Concat(phone.Where(char.IsAsciiDigit));
        // A mobile number with the country in front is the same number.
        return digits.Length == 13 && digits.StartsWith("861", StringComparison.Ordinal) ? digits[2..] : digits;
    }
}
