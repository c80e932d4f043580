namespace JakSignals.Snapshots;

/// <summary>A table that is made part by part as it is written: millions of rows never stand in memory as columns.</summary>
public sealed class TableSource
{
    private readonly Func<int, int, Table> _part;

    internal TableSource(Table schema, int rowCount, Func<int, int, Table> part) => (Schema, RowCount, _part) = (schema, rowCount, part);

    /// <summary>The table without its rows: name, description and columns.</summary>
    public Table Schema { get; }

    /// <summary>Number of rows.</summary>
    public int RowCount { get; }

    /// <summary>Some of the rows.</summary>
    /// <param name="start">First row.</param>
    /// <param name="rows">Number of rows.</param>
    public Table Part(int start, int rows) => _part(start, rows);

    /// <summary>The same table; each part of it that is asked for is told with its number of rows, before it is made.</summary>
    internal TableSource Watched(Action<int> asked) => new(Schema, RowCount, (start, rows) =>
    {
        asked(rows);
        return _part(start, rows);
    });

    /// <summary>A table that is in memory already.</summary>
    public static TableSource Of(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new TableSource(table.Slice(0, 0), table.RowCount, table.Slice);
    }
}
