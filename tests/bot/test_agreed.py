"""What is agreed in a contract, told without the word contract."""

from datetime import datetime

import pytest

from bot.agreed import with_terms
from bot.reading import load_lexicon
from core.reading import Names, read

NOW = datetime(2026, 3, 2, 10)
TEAM = {
    "customers": [{"id": "7", "name": "华星科技", "aliases": ["华星"]}, {"id": "10", "name": "Globex", "aliases": []}],
    "members": [],
    "competitors": [],
    "stages": [],
}
A_YEAR = {"retention": "5", "retention_after": "12"}


@pytest.mark.parametrize(
    ("text", "intent", "slots"),
    [
        ("华星质保金5%，一年后付", "terms", A_YEAR),
        ("质保金5%，一年后付", "terms", A_YEAR),
        ("华星5%质保金一年后付清", "terms", A_YEAR),
        ("华星留5%质保金，一年后给", "terms", A_YEAR),
        ("华星质保金5%一年后到期", "terms", A_YEAR),
        ("华星质保金百分之五，一年后付", "terms", A_YEAR),
        ("华星尾款5%作为质保金，12个月后支付", "terms", A_YEAR),
        ("华星质保金10%，质保期满付", "terms", {"retention": "10"}),
        ("华星合同质保金5%，一年后付", "terms", A_YEAR),
        ("Globex retention 5%, paid after one year", "terms", A_YEAR),
        ("Globex 5% retention, due in 12 months", "terms", A_YEAR),
        ("Globex keeps a 5% retention for one year", "terms", A_YEAR),
        ("Globex retains 5% for 12 months", "terms", A_YEAR),
        ("Globex holds back 5%, paid a year later", "terms", A_YEAR),
        ("Globex 10% retention payable in 24 months", "terms", {"retention": "10", "retention_after": "24"}),
        ("华星承诺5%质保金一年后付", "promise", {}),
        ("华星质保金5万下周五付", "promise", {}),
        ("收到华星质保金5万", "payment", {}),
        ("Globex paid the 5% retention", "payment", {}),
        ("Globex will pay the retention of 5k next Friday", "promise", {}),
    ],
)
def test_a_retention_is_agreed_and_not_promised(text: str, intent: str, slots: dict[str, str]) -> None:
    lexicon = load_lexicon()
    about = (NOW, Names.build(TEAM, lexicon), "CNY", lexicon)

    (said,) = with_terms(text, read(text, *about), about)

    assert (intent, slots) == (said.intent, {name: said.slots[name] for name in A_YEAR if name in said.slots})
    assert text.startswith(("质", "收")) or said.account_id in (7, 10)
