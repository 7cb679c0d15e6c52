using CivicGrains.Domain.Compounds;

namespace CivicGrains.WebFrontend.Demo;

/// <summary>Names of compounds that could stand on a gate, each once, each labelled 示例 so that nobody takes it for real.</summary>
internal sealed class PlaceNames(SeededChance chance)
{
    private static readonly string[] _first =
    [
        .. "桂 榕 樟 槐 柳 枫 松 柏 梧 栀 兰 荷 菊 竹 梅 棠 桃 杏 榆 枣 橘 柚 茶 蔷 茉 莲 葵 芙 萱 蕙".Split(' '),
    ];

    private static readonly string[] _second =
    [
        .. "影 香 韵 溪 岸 荫 风 月 霞 露 晴 雨 泉 石 云 虹 音 雪 晨 晖".Split(' '),
    ];

    private readonly HashSet<string> _given = new(StringComparer.Ordinal);

    /// <summary>A name nobody has yet.</summary>
    public string Compound(PropertyMode mode)
    {
        string[] endings = mode switch
        {
            PropertyMode.SelfManaged => ["院", "大院", "巷院"],
            PropertyMode.CommunityTrust => ["新村", "小区"],
            _ => ["苑", "花园", "庭", "家园"],
        };
        string name;
        do
        {
            name = $"{chance.Pick(_first)}{chance.Pick(_second)}{chance.Pick(endings)}（示例）";
        } while (!_given.Add(name));

        return name;
    }
}
