namespace Cuobian.Web.Components;

/// <summary>Which way a time is told: when it happened, how long is left, or on which day.</summary>
public enum TimeSay { Ago, Left, When }
