namespace Cuobian.Data.Crypto;

internal static class CryptoServices
{
    public static void AddCrypto(this IServiceCollection services)
    {
        services.AddSingleton<KeyFile>();
        services.AddSingleton<SoftwareCrypto>();
        services.AddSingleton<ICryptoProvider>(sp => sp.GetRequiredService<SoftwareCrypto>());
        services.AddSingleton<Sealer>();
        services.AddScoped<MeetKeys>();
        services.AddScoped<RotateKeys>();
    }
}
