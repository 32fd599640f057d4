using Cuobian.Data;
using Cuobian.People.Contracts;

namespace Cuobian.People.Sms;

/// <summary>Writes messages down for the courier, in the transaction of what caused them.</summary>
internal sealed class SmsQueue(CuobianDb db, TimeProvider time) : ISmsSender
{
    public bool IsOpen => true;

    public Task Send(SmsMessage message, CancellationToken ct)
    {
        db.Add(OutgoingSms.Write(message, time.GetUtcNow()));
        return db.SaveChangesAsync(ct);
    }
}

/// <summary>No gateway and no screen: nothing can be sent, and nothing that needs it is offered.</summary>
internal sealed class NoSms : ISmsSender, ISmsGateway
{
    public bool IsOpen => false;

    public Task Send(SmsMessage message, CancellationToken ct) => throw new Kernel.Refused("people.sms_closed");

    public Task<string?> Hand(SmsMessage message, Guid id, CancellationToken ct) => Task.FromResult<string?>("closed");
}
