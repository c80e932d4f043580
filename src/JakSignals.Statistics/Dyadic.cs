using System.Numerics;

namespace JakSignals.Statistics;

/// <summary>A positive number, mantissa·2^exponent, with 256 bits and more: where a difference of logarithms needs more digits than a double has.</summary>
internal readonly record struct Dyadic(BigInteger Mantissa, int Exponent)
{
    /// <summary>Bits after the point of <see cref="Log"/>.</summary>
    public const int LogBits = 192;

    private const int Bits = 256;
    private const int MantissaBits = 52;

    private static readonly BigInteger One = BigInteger.One << LogBits;
    private static readonly BigInteger LogTwo = 2 * AreaTangent(One / 3);

    /// <summary>A double, to its last bit.</summary>
    /// <param name="value">Above 0 and finite.</param>
    public static Dyadic Of(double value)
    {
        var exponent = Math.ILogB(value) - MantissaBits;
        return new((BigInteger)Math.ScaleB(value, -exponent), exponent);
    }

    /// <summary>The sum, exact.</summary>
    public static Dyadic operator +(Dyadic x, Dyadic y)
    {
        var exponent = Math.Min(x.Exponent, y.Exponent);
        return new((x.Mantissa << (x.Exponent - exponent)) + (y.Mantissa << (y.Exponent - exponent)), exponent);
    }

    /// <summary>The product, cut to 256 bits.</summary>
    public static Dyadic operator *(Dyadic x, Dyadic y)
    {
        var product = x.Mantissa * y.Mantissa;
        var surplus = Math.Max(0, (int)product.GetBitLength() - Bits);
        return new(product >> surplus, x.Exponent + y.Exponent + surplus);
    }

    /// <summary>One minus a number of at most 1, exact.</summary>
    public static Dyadic OneLess(Dyadic x) => new((BigInteger.One << -x.Exponent) - x.Mantissa, x.Exponent);

    /// <summary>The natural logarithm times 2^<see cref="LogBits"/>, right to some units of its last place.</summary>
    /// <remarks>ln(m·2^k) = k·ln 2 + 2·artanh((m − 1)/(m + 1)), m within 2/3 and 4/3.</remarks>
    public BigInteger Log()
    {
        var length = (int)Mantissa.GetBitLength();
        var m = length > LogBits ? Mantissa >> (length - LogBits) : Mantissa << (LogBits - length);       // from ½ to 1
        var k = Exponent + length;
        if (3 * m < 2 * One)
            (m, k) = (2 * m, k - 1);
        return k * LogTwo + 2 * AreaTangent(((m - One) << LogBits) / (m + One));
    }

    /// <summary>A logarithm times a double.</summary>
    public static BigInteger Times(BigInteger log, double factor)
    {
        var exact = Of(factor);
        var product = log * exact.Mantissa;
        return exact.Exponent < 0 ? product >> -exact.Exponent : product << exact.Exponent;
    }

    /// <summary>A logarithm as a double.</summary>
    public static double ToDouble(BigInteger log)
    {
        var surplus = Math.Max(0, (int)BigInteger.Abs(log).GetBitLength() - 64);
        return Math.ScaleB((double)(log >> surplus), surplus - LogBits);
    }

    // z + z³/3 + z⁵/5 + …
    private static BigInteger AreaTangent(BigInteger z)
    {
        var (square, sum, power) = ((z * z) >> LogBits, z, z);
        for (var i = 3; ; i += 2)
        {
            power = (power * square) >> LogBits;
            if (BigInteger.Abs(power) <= BigInteger.One)
                return sum;
            sum += power / i;
        }
    }
}
