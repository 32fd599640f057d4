using Cuobian.Web.Components;

namespace Cuobian.People.Me.Pages;

/// <summary>The tone in which the state of a request is shown.</summary>
internal static class ErasureTones
{
    public static Tone Of(ErasureState state) => state switch
    {
        ErasureState.Waiting => Tone.Soon,
        ErasureState.Granted => Tone.Ok,
        ErasureState.Denied => Tone.Late,
    };
}
