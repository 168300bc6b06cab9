"""The words that stand where a claim should, in the languages that contributors write.

Each table is text, entries divided by `|`; `placeholders` folds them the way it folds a claim.
"""

CORE = (
    "unknown|unkown|unknow|unkn|unk|n/a|n.d.|n/k|n/s|null|undefined|unspecified|undetermined|untitled|undated"
    "|tbd|tba|tbc|tbf|todo|to do|fixme"
    "|changeme|change me|replaceme|replace me|fill in|fill me in|fill this in|fillme|placeholder"
    "|placeholder text|dummy text|sample text|xxx"
    "|lorem|lorem ipsum|lorem ipsum dolor sit amet|asdf|asdfasdf|asdfgh|qwertz|foobar|foo bar|not available"
    "|not applicable|not known"
    "|not specified|not given|not stated|not provided|not yet known|to be determined|to be announced"
    "|to be confirmed|to be defined"
    "|to be done|please fill in|idk|dunno|don't know|do not know|no idea|who knows|yyyy|yyyy-mm|yyyy-mm-dd"
    "|mm/dd/yyyy|dd/mm/yyyy"
    "|tt.mm.jjjj|jj/mm/aaaa|dd.mm.yyyy"
)
"""Never the truth in any field."""

NOBODY = (
    "none|first last|first name last name|blank|empty|missing|omitted|void|anonymous|anon|anonym|unnamed"
    "|unidentified|undisclosed|unassigned|noname|nobody|no one|noone"
    "|whatever|various|various authors|multiple authors|several authors|et al|misc|pending|dummy|someone"
    "|somebody|withheld|myself|the internet"
    # German, French, Spanish, Portuguese, Italian, Catalan, Galician, Basque, Romanian
    "|unbekannt|unbekannte|unbekannter|unbekanntes|namenlos|ungenannt|unbenannt|niemand|nicht bekannt"
    "|nicht angegeben|nicht verfügbar"
    "|keine angabe|keine angaben|ohne namen|k. A.|anonyme|anonymer|N. N.|inconnu|inconnue|inconnus|aucun"
    "|aucune|anonymes|non renseigné|non disponible"
    "|non communiqué|non précisé|pas connu|desconocido|desconocida|desconocidos|ninguno|ninguna|anónimo"
    "|anónima|pendiente|sin determinar"
    "|no disponible|no especificado|no consta|por determinar|por definir|a definir|desconhecido|desconhecida"
    "|desconhecidos|nenhum"
    "|não informado|não disponível|não consta|anônimo|anônima|sconosciuto|sconosciuta|ignoto|nessuno"
    "|non disponibile|non noto|non specificato"
    "|da definire|anonimo|desconegut|desconeguda|descoñecido|ezezaguna|necunoscut|necunoscută"
    # Dutch, Nordic, Finnish, Baltic
    "|onbekend|onbekende|geen|anoniem|niet beschikbaar|niet bekend|n.v.t.|okänd|okänt|ej angivet|ukjent"
    "|ukendt|ikke oppgitt|ikke angivet"
    "|ingen|tuntematon|nimetön|anonyymi|ei tiedossa|óþekkt|óþekktur|nafnlaus|teadmata|tundmatu|nezināms"
    "|nezinoms|nežinomas|nežinoma"
    # Slavic, Hungarian, Albanian, Greek, Armenian, Georgian
    "|nieznany|nieznana|nieznane|brak|brak danych|nie podano|nie dotyczy|neznámý|neznámá|neznámo|neznámy"
    "|bezejmenný|není známo|ismeretlen"
    "|névtelen|nem ismert|nepoznat|nepoznata|nepoznato|neznan|neznana|i panjohur|неизвестно|неизвестен"
    "|неизвестный|неизвестна|неизвестная"
    "|неизвестные|не известно|нет данных|не указан|не указана|не указано|отсутствует|аноним|анонимно"
    "|анонимный|анонімно|анонім|н/д"
    "|невідомо|невідомий|невідома|не вказано|немає|непознат|непозната|непознато|невядома|невядомы|άγνωστο"
    "|άγνωστος|άγνωστη|ανώνυμος|ανώνυμο"
    "|անհայտ|անանուն|უცნობი|ანონიმი"
    # Turkish, Arabic, Persian, Urdu, Hebrew
    "|bilinmiyor|bilinmeyen|anonim|isimsiz|belirsiz|yok|yazar yok|مجهول|مجهولة|غير معروف|غير معلوم|غير متوفر"
    "|لا يوجد|نامعلوم|ناشناس|گمنام|نامشخص"
    "|לא ידוע|אלמוני|אנונימי|בלתי ידוע"
    # South and South-East Asia, Africa
    "|अज्ञात|अनाम|ज्ञात नहीं|बेनाम|অজ্ঞাত|অজানা|অজ্ঞাতনামা|தெரியவில்லை|அறியப்படாத|తెలియదు|അജ്ഞാതം|ಅಜ್ಞಾತ"
    "|ไม่ทราบ|ไม่ระบุ|นิรนาม|ไม่ระบุชื่อ|không rõ|không biết"
    "|vô danh|khuyết danh|ẩn danh|tidak diketahui|tidak ada|tanpa nama|haijulikani|akwaziwa"
    # East Asia
    "|不明|作者不明|著者不明|不詳|未詳|未定|未設定|匿名|名無し|名無しさん|ななし|無名|なし|未記入|未知|不详|佚名|无名|無名氏|无名氏|待定|无|無|暂无|未知作者|作者未知|未署名"
    "|匿名者|미상|미정|익명|무명|알 수 없음|없음|작자 미상|불명"
)
"""Nobody's name, though a title may well be one of these words."""

POSSIBLE = (
    "nil|na|nan|sample|name withheld|foo|bar|baz|test|testing|tester|example|nemo|xx|qwerty|john doe|jane doe"
    "|joe bloggs"
    "|john q. public|max mustermann"
    "|erika mustermann|fulano de tal|jan modaal|ola nordmann|medel svensson|test test|test user|test author"
    "|example author|jane roe|no name"
)
"""Mostly made up, yet somebody may be called so: evidence decides where there is some."""

ROLES = (
    "author|authors|author's|writer|name|names|autor|autora|autores|auteur|auteurs|auteure|autore|autori"
    "|verfasser|verfasserin|schrijver|forfatter"
    "|författare|kirjailija|kirjoittaja|autorius|szerző|yazar|yazarı|автор|авторы|имя|ім'я|συγγραφέας|המחבר"
    "|מחבר|كاتب|الكاتب|المؤلف|مؤلف|نویسنده"
    "|लेखक|লেখক|作者|著者|筆者|저자|작성자|ผู้เขียน|penulis|tác giả|nom|nombre|nome|imię|nazwisko|byline|by"
    "|surname|firstname|lastname|vorname|nachname|prénom|apellido|cognome|soyad"
)
"""Words for who wrote something: alone they are a field's name, with a word for nothing they say "no author"."""

HELPERS = "your|here|insert|enter|add|full|first|last|the|some|title|date|person|user|source|contributor"
"""Words that templates put beside them."""

DESKS = (
    "staff|editor|editors|editorial|newsdesk|newsroom|webdesk|reporter|reporters|correspondent|correspondents|webmaster"
    "|contributor|contributors|admin|administrator|redactor"
    # German, French, Spanish, Portuguese, Italian, Catalan, Basque, Romanian, Dutch
    "|redaktion|redaktionsteam|onlineredaktion|webredaktion|nachrichtenredaktion|redakteur|redakteurin|redakteure"
    "|pressestelle|presseabteilung|gastautor|gastautorin|gastbeitrag|rédaction|rédacteur|rédacteurs|redacción|redactores"
    "|redação|redacção|redazione|redattore|redacció|erredakzioa|redacția|redactie|webredactie"
    # Nordic, Finnish, Baltic
    "|redaktionen|redaksjonen|redaktør|redaktör|ritstjórn|toimitus|toimetus|redakcija"
    # Slavic, Hungarian, Albanian, Greek, Turkish
    "|redakcja|redakce|redakcia|uredništvo|urednik|редакция|редакцията|редактор|редакція|рэдакцыя|редакција"
    "|уредништво|szerkesztőség|szerkesztő|redaksia|redaksiya|redaksiyon|editör|haber merkezi|yazı işleri|σύνταξη"
    "|συντακτική ομάδα"
    # Arabic, Persian, Hebrew, Urdu
    "|هيئة التحرير|التحرير|تحرير|فريق التحرير|أسرة التحرير|المحرر|تحریریه|هیئت تحریریه|מערכת|המערכת|צוות המערכת"
    "|نیوز ڈیسک|ویب ڈیسک"
    # South and South-East Asia, Africa
    "|संपादकीय|संपादकीय टीम|न्यूज डेस्क|न्यूज़ डेस्क|वेब डेस्क|डेस्क|সম্পাদকীয়|ডেস্ক রিপোর্ট|নিজস্ব প্রতিবেদক|নিউজ ডেস্ক"
    "|ஆசிரியர் குழு|redaksi|tim redaksi|patnugutan|ban biên tập|tòa soạn|กองบรรณาธิการ|mhariri|wahariri"
    # East Asia
    "|编辑部|編輯部|编辑|編輯|小编|本报记者|本报讯|本刊记者|记者|記者|采编|編集部|編集局|編集者|取材班|편집부|편집국|기자|취재팀|편집자"
)
"""What an outlet calls those who write for it when it names nobody: a body at best, never a person."""

DESK_WORDS = (
    "the|our|by|web|online|news|digital|desk|team|board|office|department|writer|writers|report|special|guest|own|of|site"
    "|die|der|das|unsere|von|aus|eigene|la|le|de|notre|équipe|éditoriale|web|nuestra|equipo|a|da|do|nossa|equipe|della"
    "|dalla|una|een|onze|van|il|els|zespół|naše|naša|наша|сайта|η|του|press|stringer|agency|agencies"
)
"""Words that stand beside those and name nobody either."""

NOTHING = (
    "no|not|without|sans|ohne|sin|sem|senza|bez|ilman|uten|utan|uden|zonder|kein|keine|pas|de|non|без|нет|brak|fără"
)
"""Words that deny the word beside them."""

OWN_NAMES = {
    "author": ROLES,
    "organization": ROLES + "|organization|organisation|organización|organizzazione|organisatie|organisasjon|company"
    "|institution|publisher",
    "title": "title|titre|titel|título|titolo|tytuł|başlık|otsikko|заголовок|название|题目|標題|标题|タイトル|제목"
    "|your title|title here|the title|无题|無題",
    "date": "date|datum|fecha|data|dato|tarih|дата|日期|日付|날짜|today|now|heute|yesterday|year",
    "origin": "origin|url|uri|link|source|href|website|web|homepage|internet|online|quelle|lien|fuente",
    "outlet": "outlet|publisher|source|site|website|newspaper|journal|web|internet|online|media|publication",
    "retrieved": "retrieved|date|datetime|now|today|timestamp",
    "language": "language|lang|sprache|langue|idioma",
    "license": "license|licence|lizenz|licencia",
}
"""What each field is called, and what people write there instead of a value."""
