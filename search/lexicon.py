"""Lexicon for text analysis: stop words, endings, irregular plurals.

Everything is folded (no case, no accents, one letter for the variants of a letter) but the right
side of an ending, which the stemmer needs with its accents.
"""

# ruff: noqa: RUF001 - letters of three scripts are what this module is about

# Small words: articles, prepositions, pronouns, auxiliary verbs and question words. They do not
# count beside others, so a word that may well be meant ("son", "car", "sin") stays out.
_SMALL = """
    a an and are as at be by for from how in is it of on or that the to what with
    i my me we our us you your do does did can could should would will shall may must who whom
    whose which when where why was were been has have had having without about into any some if
    so than then there their them they he she his her its this these those get i'm isn don not
    au aux avec ce ces cette comment dans de des du en est et il la le les leur ou que qui se ses
    sur un une je tu nous vous mon ma mes ton ta tes notre nos votre vos ils elle elles on ne pas
    par pour sans si mais quand pourquoi quel quelle quels quelles quoi etre sont ai avons peut
    peux pouvons faut dois doit leurs lui cela ca y
    al como con del el los las lo para por su sus una unas unos mi mis nos nuestro nuestra ser
    esta estan estoy hay ha he han puedo puede podemos cuando donde quien quienes cual cuales
    porque pero entre este estos estas esto eso esa ese es son debo debe
    ao aos com da das do dos e em na nas no nos o os um uma umas uns eu meu minha meus minhas
    nosso nossa sao tem ter posso pode onde quem qual quais porque mas sem isto isso num numa pelo
    pela pelos pelas devo quando
    και η ο οι τα το του τησ των τον την τη στο στη στην στον στα στισ στουσ με σε για απο να που
    πωσ ειναι ενα μια ενασ μπορω μπορει μπορουμε πρεπει ποιοσ ποια ποιο ποιοι ποτε γιατι αν δεν μη
    χωρισ εχω εχει εχουμε ειμαι μου μασ σασ τουσ τισ αυτο αυτη αυτοσ θα τι κατα
    في من علي الي عن مع هذا هذه ذلك تلك التي الذي ان او ثم ما كيف هل و متي اين لماذا ماذا لا لم لن
    ليس بدون دون يمكن يمكنني يجب انا نحن لي لنا هو هي هم كل اذا لكن حتي قد كان عند بين
"""
STOPWORDS = frozenset(_SMALL.split())
# A query with one of these is a question: the words around it need not all occur.
_ASKING = """
    how what which who whose when where why can could should do does did is are
    comment quel quelle quels quelles qui quoi quand pourquoi combien peut faut est
    como cual cuales quien quienes cuando donde cuanto puedo puede que
    qual quais quem quando onde quanto posso pode
    πωσ ποιοσ ποια ποιο ποιοι ποτε που γιατι ποσο τι μπορω μπορουμε
    كيف هل متي اين لماذا ماذا من ما كم يمكن يمكنني
"""
ASKING = frozenset(_ASKING.split())

# Letters that a spelling reform took out, inside a word: (old, new). The Portuguese agreement.
SPELLINGS: dict[str, tuple[tuple[str, str], ...]] = {
    "pt": (("ct", "t"), ("cc", "c"), ("pc", "c"), ("pt", "t")),
}

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
