using System.Numerics;
using System.Security.Cryptography;

namespace Go.Compiler.Modules.Checksums;

/// <summary>
/// Verifies Ed25519 signatures (RFC 8032, section 5.1.7), which the base library cannot. Everything it works on is public, so that times
/// that depend on values tell nobody anything; there is no signing here. A verification takes a few milliseconds, and a build needs one or
/// two.
/// </summary>
internal static class Ed25519
{
    public const int KeySize = 32, SignatureSize = 64;

    // The field's prime 2^255 - 19, the group's order, and the curve's constant d = -121665/121666.
    private static readonly BigInteger s_prime = BigInteger.Pow(2, 255) - 19;
    private static readonly BigInteger s_order = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493");
    private static readonly BigInteger s_d = Field(-121665 * Inverse(121666));
    private static readonly BigInteger s_rootOfMinusOne = BigInteger.ModPow(2, (s_prime - 1) / 4, s_prime);

    // The base point: y = 4/5, x even.
    private static readonly Point s_base = Decode(Encode(Field(4 * Inverse(5)), isOdd: false))!.Value;

    /// <summary>Whether the signature of the message is that of the key's owner.</summary>
    public static bool Verify(ReadOnlySpan<byte> key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (key.Length != KeySize || signature.Length != SignatureSize || Decode(key) is not { } owner)
        {
            return false;
        }
        ReadOnlySpan<byte> r = signature[..32];
        var s = new BigInteger(signature[32..], isUnsigned: true);
        if (s >= s_order)
        {
            return false; // the one way to write it, so that nobody can make a second signature of a first
        }
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        hash.AppendData(r);
        hash.AppendData(key);
        hash.AppendData(message);
        BigInteger k = new BigInteger(hash.GetHashAndReset(), isUnsigned: true) % s_order;

        // R = s B - k A
        Point expected = MultiplyAdd(s, s_base, k, owner.Negate());
        return Encode(expected).AsSpan().SequenceEqual(r);
    }

    // Extended coordinates (section 5.1.4): x = X/Z, y = Y/Z, x y = T/Z.
    private readonly record struct Point(BigInteger X, BigInteger Y, BigInteger Z, BigInteger T)
    {
        public static Point Zero { get; } = new(0, 1, 1, 0);

        public Point Negate() => new(s_prime - X, Y, Z, s_prime - T);

        public Point Add(in Point other)
        {
            BigInteger a = Field((Y - X) * (other.Y - other.X)), b = Field((Y + X) * (other.Y + other.X));
            BigInteger c = Field(2 * Field(T * other.T) * s_d), d = Field(2 * Z * other.Z);
            BigInteger e = b - a, f = d - c, g = d + c, h = b + a;
            return new Point(Field(e * f), Field(g * h), Field(f * g), Field(e * h));
        }

        public Point Double()
        {
            BigInteger a = Field(X * X), b = Field(Y * Y), c = Field(2 * Z * Z);
            BigInteger h = a + b, e = h - Field((X + Y) * (X + Y)), g = a - b, f = c + g;
            return new Point(Field(e * f), Field(g * h), Field(f * g), Field(e * h));
        }
    }

    // m P + n Q, bit by bit for both at once.
    private static Point MultiplyAdd(BigInteger m, in Point p, BigInteger n, in Point q)
    {
        Point both = p.Add(q), sum = Point.Zero;
        for (int bit = 255; bit >= 0; bit--)
        {
            sum = sum.Double();
            bool first = !((m >> bit) & 1).IsZero, second = !((n >> bit) & 1).IsZero;
            if (first || second)
            {
                sum = sum.Add(first && second ? both : first ? p : q);
            }
        }
        return sum;
    }

    private static byte[] Encode(in Point point)
    {
        BigInteger inverse = Inverse(point.Z);
        return Encode(Field(point.Y * inverse), !Field(point.X * inverse).IsEven);
    }

    private static byte[] Encode(BigInteger y, bool isOdd)
    {
        byte[] bytes = new byte[32];
        y.TryWriteBytes(bytes, out _, isUnsigned: true);
        bytes[31] |= (byte)(isOdd ? 0x80 : 0);
        return bytes;
    }

    // The point with this y and parity of x (section 5.1.3), or null if there is none.
    private static Point? Decode(ReadOnlySpan<byte> bytes)
    {
        bool isOdd = (bytes[31] & 0x80) != 0;
        Span<byte> copy = stackalloc byte[32];
        bytes.CopyTo(copy);
        copy[31] &= 0x7f;
        var y = new BigInteger(copy, isUnsigned: true);
        if (y >= s_prime)
        {
            return null;
        }
        BigInteger u = Field(y * y - 1), v = Field(s_d * y * y + 1);
        // x = u v^3 (u v^7)^((p-5)/8), or that times the root of -1
        BigInteger v3 = Field(v * v * v);
        BigInteger x = Field(u * v3 * BigInteger.ModPow(Field(u * v3 * v3 * v), (s_prime - 5) / 8, s_prime));
        BigInteger check = Field(v * x * x);
        if (check != u)
        {
            if (check != Field(-u))
            {
                return null;
            }
            x = Field(x * s_rootOfMinusOne);
        }
        if (x.IsZero && isOdd)
        {
            return null;
        }
        x = x.IsEven == isOdd ? s_prime - x : x;
        return new Point(x, y, 1, Field(x * y));
    }

    private static BigInteger Inverse(BigInteger value) => BigInteger.ModPow(value, s_prime - 2, s_prime);

    private static BigInteger Field(BigInteger value)
    {
        BigInteger rest = value % s_prime;
        return rest.Sign < 0 ? rest + s_prime : rest;
    }
}
