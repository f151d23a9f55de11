using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Sources;

/// <summary>
/// What was refused since the last reading, bounded in number and in age, and what that comes to: one refusal alone may be the chance of a damaged line.
/// </summary>
internal sealed class RefusedLately
{
    private const int Most = 64;

    /// <summary>So many telegrams in a row that prove the same cause; there is nothing to wait for then.</summary>
    private const int ProofEnough = 2;

    /// <summary>Where telegrams were read, two damaged ones may follow each other: so many are asked for that no check vouches for.</summary>
    private const int ProofBesideReadings = 5;

    /// <summary>What is none of a telegram must be less than this part of what proves a cause that no check vouches for.</summary>
    private const int ProofPart = 3;

    /// <summary>Failed checks tell of damage where they are this part of all; by chance, octets at another rate look like a frame with one.</summary>
    private const int DamagePart = 5;

    private static readonly int Reasons = Enum.GetValues<RejectionReason>().Length;

    /// <summary>What was refused longer before the newest says nothing of a line that has been changed since.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private RefusalDigest[] _digests = [];
    private int _added;
    private DateTimeOffset _newest;
    private bool _wasRead;

    // What the last refused telegram proves by itself, and how many in a row prove the same; of those, how many a check vouches for.
    private Rejected? _cause;
    private int _same, _sound;

    /// <summary>The newest refused telegram of those that prove what is wrong; null where nothing is proven.</summary>
    public Rejected? Cause => _sound >= ProofEnough || (_same >= (_wasRead ? ProofBesideReadings : ProofEnough) && IsBelieved()) ? _cause : null;

    /// <summary>All its octets are binary, and none has bit 7.</summary>
    public bool LacksBitSeven
    {
        get
        {
            OctetTally all = default;
            foreach (RefusalDigest digest in Held)
                all = IsRecent(digest) ? all + digest.Octets : all;
            return all.LacksBitSeven;
        }
    }

    private ReadOnlySpan<RefusalDigest> Held => _digests.AsSpan(0, Math.Min(_added, _digests.Length));

    /// <summary>A telegram was read.</summary>
    public void Clear()
    {
        (_added, _cause, _same, _sound) = (0, null, 0, 0);
        _wasRead = true;
    }

    public void Add(Rejected rejected, bool isOfJoining, DateTimeOffset at)
    {
        if (_digests.Length == 0)
            _digests = new RefusalDigest[Most];
        if (_added >= 2 * Most)
            _added -= Most;
        _digests[_added++ % Most] = RefusalDigest.Of(rejected, isOfJoining, at);
        _newest = at;
        if (!isOfJoining && RefusalDigest.ProvesItsCause(rejected.Reason))
            Prove(rejected);
    }

    /// <summary>The kind that decides: failed checks before what follows from them, else that of the most octets; null where there is none.</summary>
    public RefusalDigest? Weighed()
    {
        (int all, int damage, int following, bool isCut) = (0, 0, 0, false);
        foreach (RefusalDigest digest in Held)
        {
            if (!Counts(digest))
                continue;
            all++;
            damage += digest.IsDamage ? 1 : 0;
            following += digest.FollowsFromDamage ? 1 : 0;
            isCut |= digest.Reason == RejectionReason.Truncated;
        }
        bool follows = damage > 0 || isCut;
        bool isDamaged = damage > 0 && damage * DamagePart >= all - following;
        return Heaviest(digest => isDamaged ? digest.IsDamage : !(follows && digest.FollowsFromDamage));
    }

    private void Prove(Rejected rejected)
    {
        if (rejected.Reason != _cause?.Reason)
            _same = _sound = 0;
        _cause = rejected;
        _same++;
        _sound += rejected.Check != TelegramCheck.None ? 1 : 0;
    }

    // A ciphered telegram stands within a damaged frame too, and its octets may be damaged as well. What lacks its key lacks it all the same.
    private bool IsBelieved()
    {
        if (_cause?.Reason == RejectionReason.KeyMissing)
            return true;
        int causes = 0, others = 0;
        foreach (RefusalDigest digest in Held)
        {
            causes += Counts(digest) && digest.IsCause ? 1 : 0;
            others += Counts(digest) && !digest.IsCause ? 1 : 0;
        }
        return others * ProofPart < causes && !LacksBitSeven;
    }

    private RefusalDigest? Heaviest(Func<RefusalDigest, bool> isWeighed)
    {
        Span<long> weights = stackalloc long[2 * Reasons];
        RefusalDigest? heaviest = null;
        long most = 0;
        foreach (RefusalDigest digest in Held)
        {
            if (!Counts(digest) || !isWeighed(digest))
                continue;
            ref long weight = ref weights[(2 * (int)digest.Reason) + (digest.IsSound ? 1 : 0)];
            weight += Math.Max(1, digest.Octets.Count);
            if (weight > most)
                (heaviest, most) = (digest, weight);
        }
        return heaviest;
    }

    private bool Counts(in RefusalDigest digest) => !digest.IsOfJoining && IsRecent(digest);

    private bool IsRecent(in RefusalDigest digest) => _newest - digest.At <= Longest;
}
