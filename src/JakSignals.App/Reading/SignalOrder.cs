namespace JakSignals.App.Reading;

/// <summary>Orders of the list of pairs: the largest first, by names from A on.</summary>
internal enum SignalOrder
{
    /// <summary>Lower limit of the ROR.</summary>
    LowerLimit,
    /// <summary>ROR.</summary>
    Ror,
    /// <summary>Lower limit of the information component.</summary>
    Ic,
    /// <summary>EB05.</summary>
    Eb05,
    /// <summary>Smallest q first.</summary>
    Q,
    /// <summary>Cases.</summary>
    Cases,
    /// <summary>New cases.</summary>
    New,
    /// <summary>Serious cases.</summary>
    Serious,
    /// <summary>Fatal cases.</summary>
    Fatal,
    /// <summary>New, stronger, weaker, cleared, persisting, none.</summary>
    Status,
    /// <summary>Name of the drug.</summary>
    Drug,
    /// <summary>Name of the event.</summary>
    Event,
}

/// <summary>What the orders go by.</summary>
internal static class SignalOrders
{
    /// <summary>Number by which a row is ordered, the largest first; what is not estimable comes last.</summary>
    public static double KeyOf(this SignalOrder order, SignalIndex index, int row) => order switch
    {
        SignalOrder.LowerLimit => index.Table.Measure("ror_lower", row),
        SignalOrder.Ror => index.Table.Measure("ror", row),
        SignalOrder.Ic => index.Table.Measure("ic_lower", row),
        SignalOrder.Eb05 => index.Table.Measure("eb05", row),
        SignalOrder.Q => -index.Table.Measure("q_value", row),
        SignalOrder.Cases => index.Table.Count("a", row),
        SignalOrder.New => index.Table.Count("new_cases", row),
        SignalOrder.Serious => index.Table.Count("serious_cases", row),
        SignalOrder.Fatal => index.Table.Count("fatal_cases", row),
        SignalOrder.Status => -(int)index.StatusOf[row],
        SignalOrder.Drug => -index.DrugRank(row),
        SignalOrder.Event => -index.EventRank(row),
        _ => throw new ArgumentOutOfRangeException(nameof(order), order, "No such order."),
    } ?? double.NegativeInfinity;
}
