using Cuobian.People.Contracts;
using Microsoft.Extensions.Options;

namespace Cuobian.People.Sms;

/// <summary>Chooses how messages are sent, and looks at the settings before anything starts.</summary>
internal static class SmsServices
{
    public static void AddSms(this IServiceCollection services)
    {
        services.AddOptions<SmsSettings>().BindConfiguration("Sms");
        services.AddSingleton<ScreenSms>();
        services.AddScoped<SmsQueue>();
        services.AddSingleton<SmsGateway>();
        services.AddSingleton<SmsCourier>();
        services.AddHostedService<SendSms>();
        services.AddScoped<ISmsSender>(sp => Way(sp) switch
        {
            SmsSettings.Http => sp.GetRequiredService<SmsQueue>(),
            SmsSettings.Screen => sp.GetRequiredService<ScreenSms>(),
            _ => new NoSms(),
        });
        services.AddSingleton<ISmsGateway>(sp => Way(sp) switch
        {
            SmsSettings.Http => sp.GetRequiredService<SmsGateway>(),
            SmsSettings.Screen => sp.GetRequiredService<ScreenSms>(),
            _ => new NoSms(),
        });
    }

    /// <summary>Throws at start what would otherwise be met by the first resident.</summary>
    public static string? Way(IServiceProvider services) =>
        services.GetRequiredService<IOptions<SmsSettings>>().Value.Way(services.GetRequiredService<IHostEnvironment>());
}
