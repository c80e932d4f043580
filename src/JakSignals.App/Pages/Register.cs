using System.Xml.Linq;
using JakSignals.Signals;
using static JakSignals.Reports.Html;

namespace JakSignals.App.Pages;

/// <summary>States of the register as the pages write them: a word and a shape.</summary>
internal static class Register
{
    /// <summary>The chip of a state; nothing for a pair nobody decided on.</summary>
    public static XElement? Chip(ReviewState state) => state == ReviewState.New ? null
        : Element("span", Class("chip review " + Style(state)), Element("span", Attribute("aria-hidden", "true"), Shape(state)), " ", state.Word());

    private static string Shape(ReviewState state) => state switch
    {
        ReviewState.UnderValidation => "◔",
        ReviewState.Validated => "◑",
        ReviewState.Refuted => "✕",
        ReviewState.Confirmed => "◕",
        ReviewState.UnderAssessment => "◕",
        ReviewState.Closed => "●",
        _ => "○",
    };

    private static string Style(ReviewState state) => state is ReviewState.Refuted or ReviewState.Closed ? "down" : "up";
}
