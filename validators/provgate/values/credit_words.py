"""Words by which bylines credit somebody with something else than the text, in the languages of the web.

Each table is a regular expression of alternatives; white space in the source does not count.
"""

from __future__ import annotations

import re


def _table(source: str) -> str:
    """The alternatives without the white space that only lays them out; `_` stands for one blank."""
    return re.sub(r"\s+", "", source).strip("|").replace("_", r"\s")


MEDIA = _table(r"""
photos?|photograph(?:s|y|ers?|ed|ies?|en|iert|ié)?|photographié|photographe|foto(?:s|grafie|graf[íi]as?|grafin?|grafen|graf[oai]|graaf|graferat)?
|fot[óo]k|fotó|fotky|zdj[ęe]ci[ae]|(?:valo)?kuva(?:t|aja)?|bild(?:er|text|nachweis|quelle|credits?|rechte)?|bilde(?:r|t)?|fotocredits?|billede(?:r)?
|images?|im[aá]gen(?:es)?|imagem|imagens|immagin[ei]|pictures?|slik[ae]|illustrat(?:ion|ions|ionen|ed|or|ioner|eur)|illustri(?:ert|erad)
|ilustra(?:ción|ciones|ção|cja|cje|ce)|illustrazion[ei]|grafi(?:k|ken|ca|cas)|graphi(?:c|cs|sme|ques?)|infografi(?:k|as?|e|es)|infographics?
|vid[eéè]os?|film|kamera|c[aá]mara|camera|cartoons?|karikatur|zeichnung(?:en)?|drawings?|dessins?|visuals?|artwork
|translat(?:ed|ion|ions|or|ors)|(?:aus_dem_\w{4,16}_)?(?:übersetzt|übertragen)|übersetzung|übersetzer(?:in)?|traducci[oó]n|traducid[oa]|traductora?
|traduç[ãa]o|traduzid[oa]|traduzione|tradotto|traduction|traduit|traduct(?:eur|rice)|vertaal[dt]|vertaling|översatt|översättning|oversatt|oversættelse
|t[łl]umacz(?:enie|ył|yła)?|przekład|p[řr]eklad|p[řr]eložil[a]?|prijevod|prevod|preveo|fordította|çeviri|çeviren|перевод|переклад|превод
|фото|фотографи[яи]|фотограф|иллюстраци[яи]|снимк[аи]|видео|φωτογραφ\w+|φωτο|صورة?|صور|تصوير|ترجمة|ترجمه|عکس|צילום|צילומים|תרגום|ภาพ|ảnh|hình|फोटो|ছবি
""")
"""Pictures and translations: behind a name they say what that person did ("Tom Reed, photographer")."""

OTHER = f"{MEDIA}|" + _table(r"""
edit(?:ed|ing)|editors?|copy-?_?edit(?:ed|ing|or)?|lektorat|redigiert|bearbeit(?:et|ung)|bearbetning|produc(?:ed|er|ers|tion)|produktion|produziert|directed|curated|compiled
|(?:medically_)?reviewed|fact[-_]?check(?:ed|s|er)?|faktencheck|updated|aktualisiert|hosted|presented|narrated|modera(?:tion|tor|tor[ea]|ted)
|additional_report(?:ing|er|ers)|with_reporting|reporting_contributed|contribut(?:ed|ing)|research(?:ed|er)?|recherchen?|(?:unter_)?mitarbeit|collabora(?:tion|zione)|colaboraci[oó]n
|sources?|quellen?|fuentes?|fontes?|courtesy|credits?|copyright|©
|layout|gestaltung|design(?:ed)?|art|musi[ck]|voice|interviewed|interviewt|interview-?partner(?:in)?|guests?|gäste?|gast|invit[ée]s?|speakers?
|עריכה
""")
"""What else is credited; before a name only, for an editor may well be the author ("Ines Calder, editor")."""

PICTURES = _table(
    r"photos?|fotos?|photographs?|photographie|fotografie|pictures?|bilder?|images?|illustrations?|ilustraciones|immagini|fotografías"
)
"""Before a name without a colon or a "by" only these are labels: somebody is called Art."""

TEXT = _table(r"""
texts?|texte|texto|tekst|teksti|testo|words|story|report(?:ing|age)?|bericht|article|artikel|autor(?:in|en|ka)?|authors?|written|posted|published|protokoll|interview
|текст|автор|טקסט|نص|कथा
""")
"""The article itself: its name is that of an author."""

CLOSE_OTHER = _table(
    """摄影|攝影|摄像|撮影|写真|图片|圖片|图|圖|攝|사진|绘图|插画|イラスト|映像|영상
    |编译|編譯|翻译|翻譯|译者|譯者|译|譯|訳|번역"""
)
CLOSE_ROLES = (
    "記者|记者|特派員|特派员|編集委員|論説委員|通讯员|通信員|기자|특파원|논설위원|선임기자|객원기자|인턴기자|앵커"
)
"""Roles that follow a name, with a blank or without."""

CLOSE_TEXT = "文字|文|撰文|作者|采写|撰稿|글|執筆|取材"
"""The same in scripts that need no blank."""

CLIENTS = _table(
    "for|für|pour|para|voor|för|via|courtesy_of|on_behalf_of|im_auftrag_von|im_gespräch_mit|in_conversation_with|interview(?:s|t)?"
)
"""What stands between the author and a client, a guest or a source: whoever follows is no author."""

PLACES = "in|aus|at|bei|near|from"
"""What stands between the author and a place or a house."""
