using SmartMeter.Decoding.Readings;

namespace SmartMeter.Decoding.Lists;

/// <summary>What is known of a push besides its values.</summary>
/// <param name="OctetStringHead">The date-time in its head is a tagged octet-string.</param>
/// <param name="AttributeDescriptors">Its codes stand in untagged attribute descriptors.</param>
/// <param name="CipheredBy">The maker in the system title it was ciphered under; null where it came plain.</param>
internal readonly record struct PushTraits(bool OctetStringHead, bool AttributeDescriptors, string? CipheredBy)
{
    public static PushTraits Of(bool octetStringHead, bool attributeDescriptors, Reading reading) =>
        new(octetStringHead, attributeDescriptors, reading.Encrypted ? reading.Manufacturer ?? "" : null);

    public bool Fit(ListTable table) =>
        (!table.OctetStringHead || OctetStringHead)
        && (!table.AttributeDescriptors || AttributeDescriptors)
        && (!table.Ciphered || CipheredBy == table.Maker);
}
