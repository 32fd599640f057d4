using Cuobian.Data.Crypto;

namespace Cuobian.Notices.Channels;

/// <summary>In which form a webhook wants to be told: our own JSON, or the group robots of WeCom and DingTalk.</summary>
public enum RobotForm { Json, WeCom, DingTalk }

/// <summary>A webhook that is told of public matters in an area; its address and secret are kept sealed.</summary>
public sealed class Robot : IPersonal
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required RobotForm Form { get; init; }

    /// <summary>It hears of matters here and below; empty is everywhere.</summary>
    public required string Area { get; init; }

    /// <summary>Plain text instead of markdown, for WeCom and DingTalk.</summary>
    public bool Plain { get; init; }

    public bool English { get; init; }

    public required string Url { get; set; }

    internal string? SealedUrl { get; private set; }

    /// <summary>Signs what is sent, where the robot asks for it.</summary>
    public string? Secret { get; set; }

    internal string? SealedSecret { get; private set; }

    public bool Enabled { get; set; } = true;

    void IPersonal.Seal(Sealer sealer)
    {
        SealedUrl = sealer.Seal("notices_robot.Url", Id, Url, SealedUrl);
        SealedSecret = sealer.Seal("notices_robot.Secret", Id, Secret, SealedSecret);
    }

    void IPersonal.Open(Sealer sealer)
    {
        Url = sealer.Open("notices_robot.Url", Id, SealedUrl) ?? "";
        Secret = sealer.Open("notices_robot.Secret", Id, SealedSecret);
    }
}
