using Go.Compiler.Modules.Checksums;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace Go.Compiler.Tests.Modules.Fetching;

/// <summary>Signatures: the vectors of RFC 8032, and a library that signs and verifies beside ours.</summary>
public sealed class Ed25519Tests
{
    [Theory]
    [InlineData("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [InlineData("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    [InlineData("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")]
    public void Vectors_of_the_standard_verify(string key, string message, string signature)
    {
        byte[] k = Convert.FromHexString(key), m = Convert.FromHexString(message), s = Convert.FromHexString(signature);
        Assert.True(Ed25519.Verify(k, m, s));
        for (int i = 0; i < s.Length; i += 7)
        {
            byte[] changed = [.. s];
            changed[i] ^= 0x10;
            Assert.False(Ed25519.Verify(k, m, changed));
        }
        Assert.False(Ed25519.Verify(k, [.. m, 1], s));
    }

    [Fact]
    public void Vectors_of_the_original_verify()
    {
        // Lines SECRET AND KEY:KEY:MESSAGE:SIGNATURE AND MESSAGE:
        string path = Path.Combine(GoSources.Root, "src", "crypto", "ed25519", "testdata", "sign.input.gz");
        using var reader = new StreamReader(new System.IO.Compression.GZipStream(File.OpenRead(path),
            System.IO.Compression.CompressionMode.Decompress));
        int count = 0;
        for (; count < 60 && reader.ReadLine() is { } line; count++)
        {
            byte[][] fields = [.. line.Split(':').Select(Convert.FromHexString)];
            Assert.True(Ed25519.Verify(fields[1], fields[2], fields[3].AsSpan(0, 64)));
        }
        Assert.Equal(60, count);
    }

    [Fact]
    public void Signatures_of_another_library_verify()
    {
        var random = new Random(1);
        for (int i = 0; i < 20; i++)
        {
            byte[] seed = new byte[32], message = new byte[random.Next(200)];
            random.NextBytes(seed);
            random.NextBytes(message);
            var key = new Ed25519PrivateKeyParameters(seed);
            var signer = new Ed25519Signer();
            signer.Init(forSigning: true, key);
            signer.BlockUpdate(message, 0, message.Length);
            byte[] signature = signer.GenerateSignature(), owner = key.GeneratePublicKey().GetEncoded();
            Assert.True(Ed25519.Verify(owner, message, signature));
            owner[random.Next(32)] ^= 4;
            Assert.False(Ed25519.Verify(owner, message, signature));
        }
    }

    [Fact]
    public void Second_way_to_write_a_signature_is_refused()
    {
        // The same s plus the group's order: it solves the equation, and is forbidden so that a signature is one text.
        byte[] key = Convert.FromHexString("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        byte[] signature =
            Convert.FromHexString("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
        byte[] order = Convert.FromHexString("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
        int carry = 0;
        for (int i = 0; i < 32; i++)
        {
            int sum = signature[32 + i] + order[i] + carry;
            (signature[32 + i], carry) = ((byte)sum, sum >> 8);
        }
        Assert.False(Ed25519.Verify(key, [], signature));
        Assert.False(Ed25519.Verify(new byte[31], [], signature));
        Assert.False(Ed25519.Verify(Enumerable.Repeat((byte)0xff, 32).ToArray(), [], signature));
    }
}
