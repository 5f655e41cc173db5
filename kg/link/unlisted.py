"""Ids of things that no list knows: one for each name in whatever spelling, but names that many people bear tell nobody apart."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from kg.gazetteer import Gazetteer
from kg.identity import entity_id
from kg.link.names import Named
from kg.model import Article, Extraction, ValueType

_COMMON = frozenset(
    "محمد احمد محمود علي حسن حسين ابراهيم اسماعيل يوسف عمر عثمان خالد مصطفي سعيد سالم صالح جمال كمال ناصر سمير سامي فهد سلطان "
    "سليمان سلمان داود ياسر ياسين طارق زياد وليد ماجد حامد حميد كريم رشيد راشد عادل فيصل بدر بلال ايمن امين اشرف اكرم انور ايوب "
    "جعفر جاسم قاسم جابر حمزه حمد حمدان خليل رضا زيد زكريا سعد سعود سيف صلاح طه عباس عدنان عصام عماد عمار عيسي غازي فارس فواز لطفي "
    "ماهر مازن مالك مبارك محسن مراد مروان مسعود منصور منير موسي مهدي نبيل نزار نور هادي هاني هشام هيثم يحيي يونس عبد الله الرحمن "
    "العزيز الرحيم الكريم الملك السلام القادر الحميد اللطيف الفتاح الوهاب الدين فاطمه عايشه مريم زينب خديجه ليلي ساره نادر شريف "
    "السيد الحسن الحسين العلي المحمد الاحمد الشيخ ابو بن ام".split()
)
"""Folded words of which names consist that thousands of people bear."""


_STOCK_BODIES = frozenset(
    "وزاره الوزاره حكومه الحكومه رياسه الرياسه مجلس المجلس برلمان البرلمان محكمه المحكمه نيابه النيابه هييه الهييه لجنه اللجنه جيش "
    "الجيش شرطه الشرطه درك الدرك امن الامن مخابرات المخابرات استخبارات الاستخبارات قوات القوات قوه القوه حرس الحرس جهاز اداره "
    "الاداره مديريه المديريه سلطه السلطه سلطات السلطات اركان الاركان تحالف التحالف ايتلاف الايتلاف اتحاد الاتحاد جبهه الجبهه حركه "
    "الحركه حزب الحزب تنظيم التنظيم جماعه الجماعه كتيبه كتايب لواء الويه فيلق الفيلق فرقه الفرقه سريه سرايا فصايل فصيل مقاومه "
    "المقاومه معارضه المعارضه نقابه بلديه البلديه جامعه الجامعه صحيفه قناه وكاله الوكاله بنك البنك المركزي نادي منظمه المنظمه "
    "موسسه جمعيه الجمعيه قياده القياده غرفه عمليات الدفاع الداخليه الخارجيه العدل الماليه الصحه النفط الطاقه التعليم الاعلام "
    "الزراعه التجاره الصناعه النقل الهجره الاوقاف الحرب الري الماء الكهرباء الثقافه الداخلي الخارجي الوزراء النواب الشيوخ الشعب "
    "الشوري الامه الدوله الجمهوريه القضاء الاعلي العليا العام العامه العامين الوطني الوطنيه القومي القوميه الاتحادي الاتحاديه "
    "الفدرالي الفدراليه الفيدرالي الفيدراليه الجنايات الجنائيه الاستيناف الدستوريه العسكري العسكريه المسلح المسلحه الخاصه الجويه "
    "البحريه البريه السيادي الانتقالي الانتقاليه الموقت الموقته المحلي المحليه المركزيه الرياسي الرياسيه السياسي السياسيه المدني "
    "المدنيه الحدود السواحل المرور السجون الطواري التحقيق مكافحه الارهاب الشغب المشترك المشتركه الشعبي الشعبيه الحاكم الحاكمه "
    "المخدرات الشهداء النصر الفتح الحق الحريه التحرير الثوره الثوار العاصفه الاسلام الاسلامي الاسلاميه الموحده الاحرار الوحده "
    "السلام الامل الاصلاح".split()
)
"""Folded words of names that every country's ministries, courts and forces, and many a brigade, bear."""
_FOUND_BY_TOWN = frozenset("مطار معبر ميناء".split())
"""Nouns of facilities that are named after where they are."""
_TOLD_BY: Mapping[str, Sequence[str]] = MappingProxyType(
    {"Person": ("country", "affiliatedWith"), "Organisation": ("country", "locatedIn"), "Place": ("locatedIn",)}
)
"""By top class what tells things of one name apart, the surest first."""


def unlisted_id(article: Article, extraction: Extraction, named: Sequence[Named], n: Named, gazetteer: Gazetteer) -> str:
    """The id of what a mention names: of its top class and name in whatever spelling.

    A person's name of one word, or of common names only, is that of many people; that of a ministry or of a hospital of many, too.
    Such are kept apart by the country or the place that the article gives them, else by the article. So is, from the listed ones,
    what bears the name of one but could not be told to be it.
    """
    name = n.key if n.sort == "Person" else " ".join(n.words)
    plain = entity_id(n.sort, name)
    if gazetteer.get(plain) or _is_homonym(n, gazetteer) or _is_common(n):
        return entity_id(n.sort, name, _apart(article, extraction, named, n))
    return plain


def _is_homonym(n: Named, gazetteer: Gazetteer) -> bool:
    """Whether listed things bear the name, of which it could not be told which is meant."""
    name = " ".join(n.words)
    return bool(gazetteer.lookup(name, ambiguous=True)) or (n.sort == "Place" and len(gazetteer.settlements(name)) > 1)


def _is_common(n: Named) -> bool:
    if n.sort == "Person":
        return len(n.words) == 1 or _COMMON.issuperset(n.words)
    if n.sort == "Organisation":
        return _STOCK_BODIES.issuperset(n.words)
    return n.mention.kind == "Facility" and (len(n.words) == 1 or n.words[0] not in _FOUND_BY_TOWN)


def _apart(article: Article, extraction: Extraction, named: Sequence[Named], common: Named) -> str:
    """What tells a thing of a common name apart: its one stated country, place or body, else the article."""
    stated = [r for r in extraction.relations if named[r.subject].words == common.words and r.fact.value.type is ValueType.MENTION]
    for property_ in _TOLD_BY[common.sort]:
        ends = {" ".join(named[int(r.fact.value.value)].words) for r in stated if r.fact.property == property_}
        if len(ends) == 1:
            return next(iter(ends))
    return f"article {article.id}"
