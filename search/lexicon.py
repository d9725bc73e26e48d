"""Lexicon for text analysis: stop words, endings, irregular plurals.

Everything is folded (no case, no accents, one letter for the variants of a letter) but the right
side of an ending, which the stemmer needs with its accents.
"""

# ruff: noqa: RUF001 - letters of three scripts are what this module is about

# Stop words. Only words that are stop words in every language that has them: Spanish "sin",
# English "son" and French "car" stay, because they may be meant.
_SMALL = """
    a an and are as at be by for from how in is it of on or that the to what with
    au aux avec ce ces cette comment dans de des du en est et il la le les leur ou que qui se ses
    sur un une
    al como con del el los las lo para por su sus una unas unos y
    ao aos com da das do dos e em na nas no nos o os um uma umas uns
    και η ο οι τα το του τησ των τον την τη στο στη στην στον στα στισ στουσ με σε για απο να που
    πωσ ειναι ενα μια ενασ
    في من علي الي عن مع هذا هذه ذلك تلك التي الذي ان او ثم ما كيف هل و
"""
STOPWORDS = frozenset(_SMALL.split())

# The first matching ending is also read as the other one: for missing accents, for alternative
# spellings, and where the stemmer has two stems for what is one word to us.
ENDINGS: dict[str, tuple[tuple[str, str], ...]] = {
    "en": (
        ("isations", "ization"), ("isation", "ization"), ("ising", "izing"), ("ised", "ized"),
        ("ises", "izes"), ("ise", "ize"), ("duction", "duce"), ("ductive", "duce"),
    ),
    "fr": (
        ("euses", "eur"), ("euse", "eur"), ("rices", "eur"), ("rice", "eur"), ("aux", "al"),
        ("duction", "duire"),
    ),
    "es": (("ducciones", "ducir"), ("duccion", "ducir"), ("cion", "ción"), ("sion", "sión")),
    "pt": (
        ("ducoes", "duzir"), ("ducao", "duzir"), ("coes", "ção"), ("cao", "ção"), ("oes", "ão"),
        ("aes", "ão"), ("ao", "ão"), ("ais", "al"), ("eis", "el"), ("ois", "ol"),
    ),
}  # fmt: skip

_PLURALS = {
    "en": "children child, men man, women woman, people person, centre center, labour labor, "
    "programme program, programmes program",
    "fr": "travaux travail, yeux oeil",
    "ar": "اخبار خبر, ادله دليل, ادوار دور, ادوات اداه, اسيله سوال, اسر اسره, اسواق سوق, "
    "اطفال طفل, اعضا عضو, اعمال عمل, افراد فرد, افكار فكره, اهداف هدف, اوقات وقت, ارا راي, "
    "برامج برنامج, بنوك بنك, بيوت بيت, تجارب تجربه, حقوق حق, دروس درس, دول دوله, شباب شاب, "
    "شركا شريك, صناديق صندوق, عقود عقد, عمال عامل, فنون فن, قروض قرض, قري قريه, قضايا قضيه, "
    "قوانين قانون, كتب كتاب, مبادي مبدا, مدارس مدرسه, مدن مدينه, مراكز مركز, مشاريع مشروع, "
    "مشاكل مشكله, مناطق منطقه, مناهج منهج, موارد مورد, مواضيع موضوع, نتايج نتيجه, نسا مراه, "
    "امراه مراه, نصوص نص, شبكات شبكه, احيا حي, بلدان بلد, احتياجات حاجه, حاجات حاجه, "
    "وسايل وسيله, منظمات منظمه, ازمات ازمه, ارباح ربح, اسعار سعر, اماكن مكان, "
    "تعاونيات تعاونيه, نسايه مراه",
}


def _pairs(text: str) -> dict[str, str]:
    return dict(pair.split() for pair in text.split(", "))


# Irregular plurals (and alternative spellings) to their singular.
IRREGULAR = {language: _pairs(text) for language, text in _PLURALS.items()}
