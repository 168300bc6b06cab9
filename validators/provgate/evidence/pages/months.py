"""Month names of about eighty languages (CLDR, wide and abbreviated), folded: no case, no accents, no full stops.

Names that two languages give to different months stand under both.
"""

from __future__ import annotations

_NAMES = {
    1: """
    ean eanair ene enero faoi faoilleach fhaoilleach gen gener gennaio genver ian ianuarie ion ionawr jaan jaanuar
    jan janaayo janairu janar janeiro jannaayo jannar januar januara januari januarie januaro january januwari
    janv janvaris janvier janyuwari jen jenuwari led leden ledna mut mutarama oca ocak saus sausio sausis sij
    sijecanj sijecnja sty styczen stycznia tammi tammikuu tammikuuta urt urtarrila xan xaneiro yan yanvar yanwar
    ιαν ιανουαριοσ ιανουαριου сту студзень студзеня січ січень січня янв январ январь января яну януари јан јануар
    јануари қаң қаңтар հնվ հունվար հունվարի ינואר ינו׳ جنوری يناير ژانویه ژانویهٔ जनवरी जन॰ जाने जानेवारी জানু
    জানুয়ারী ਜਨ ਜਨਵਰੀ જાન્યુ જાન્યુઆરી ஜன ஜனவரி జన జనవరి ಜನ ಜನವರಿ ജനു ജനുവരി ජන ජනවාරි ม.ค มกราคม ມ.ກ ມັງກອນ ဇန်
    ဇန်နဝါရီ იან იანვარი ጃን ጃንዋሪ មករា 一月
    """,
    2: """
    chw chwef chwefror cʼhwe cʼhwevrer fab faburairu feabh feabhra feb febbraio febr febraayo febreiro febrer
    febrero februar februara februari februarie februaris februaro february februwari fev fevereiro fevr fevral
    fevrier few fewral fra frar gas gashyantare gearr gearran ghearran helmi helmikuu helmikuuta lut lutego luty
    ots otsaila peb pebrero shk shkurt sub subat uno unor unora vas vasario vasaris veebr veebruar velj veljaca
    veljace φεβ φεβρουαριοσ φεβρουαριου ақп ақпан лют лютага лютии лютого люты феб фебруар фев февр феврал февраль
    февраля февруари փետրվար փետրվարի փտվ פברואר פבר׳ شباط فبراير فروری فوریه فوریهٔ फ़रवरी फ़र॰ फेब्रु फेब्रुअरी
    फेब्रुवारी ফেব ফেব্রুয়ারী ਫ਼ਰ ਫ਼ਰਵਰੀ ફેબ્રુ ફેબ્રુઆરી பிப் பிப்ரவரி ఫిబ్ర ఫిబ్రవరి ಫೆಬ್ರ ಫೆಬ್ರವರಿ ഫെബ്രു
    ഫെബ്രുവരി පෙබ පෙබරවාරි ก.พ กุมภาพันธ์ ກ.ພ ກຸມພາ ဖေ ဖေဖော်ဝါရီ თებ თებერვალი ፌብ ፌብሩዋሪ កុម្ភៈ 二月
    """,
    3: """
    bre brezen brezna kov kovas kovo maa maachi maalis maaliskuu maaliskuuta maarso maart mac machi mae maerz mar
    marc marca march marcius marco marec maret maris mars marso mart marta martie marto marts martxoa marz marzec
    marzo marzu mas mashi mat matshi maw mawrth meur meurzh mhart mrt mrz ozu ozujak ozujka wer werurwe μαρ
    μαρτιοσ μαρτιου бер березень березня мар март марта нау наурыз сак сакавік сакавіка մարտ մարտի մրտ מרץ آذار
    اذار مارس مارچ मार्च মার্চ ਮਾਰਚ માર્ચ மார் மார்ச் మార్చి ಮಾರ್ಚ್ മാർ മാർച്ച് මාර් මාර්තු มี.ค มีนาคม ມ.ນ ມີນາ
    မတ် მარ მარტი ማርች មីនា 三月
    """,
    4: """
    abr abrell abriil abril afi afirilu aib aibrean api apirila apr aprel april aprila aprile aprili aprilie
    aprilis aprill aprilo avr avril bal balandis balandzio d'abr d'abril dub duben dubna ebr ebrel ebrill eph
    ephreli epr epreel epreli ghiblean gibl giblean huhti huhtikuu huhtikuuta kwi kwiecien kwietnia mat mata nis
    nisan pri prill tra travanj travnja απρ απριλιοσ απριλιου апр апрел апрель апреля април квіт квітень квітня
    кра красавік красавіка сәу сәуір ապր ապրիլ ապրիլի אפריל אפר׳ آوریل أبريل اپریل نيسان अप्रिल अप्रैल एप्रि
    एप्रिल এপ্রি এপ্রিল ਅਪ੍ਰੈ ਅਪ੍ਰੈਲ એપ્રિલ ஏப் ஏப்ரல் ఏప్రి ఏప్రిల్ ಏಪ್ರಿ ಏಪ್ರಿಲ್ ഏപ്രി ഏപ്രിൽ අප්‍රේල් เม.ย
    เมษายน ມ.ສ ເມສາ ဧပြီ აპრ აპრილი ኤፕሪ ኤፕሪል មេសា 四月
    """,
    5: """
    beal bealtaine ceit ceitean cheitean geg geguze geguzes gic gicurasi kve kveten kvetna maayo mae mag maggio
    mai maiatza maig maijs maio maj maja majo majus may mayo mayu mayıs mee mei mej mejju mey meyi svi svibanj
    svibnja touko toukokuu toukokuuta μαι μαιοσ μαιου маи мам мамыр мая мај трав травень травня մայիս մայիսի մյս
    מאי أيار ايار مئی مايو مه مهٔ मई मे মে ਮਈ મે மே మే ಮೇ മേയ് මැයි พ.ค พฤษภาคม ພ.ພ ພຶດສະພາ မေ მაი მაისი ሜይ ឧសភា
    五月
    """,
    6: """
    birz birzelio birzelis cerven cervna cvn cze czerwca czerwiec eka ekaina giu giugno gun gunju haz haziran hun
    hunyo iun iunie iyn iyun juin jun juna june junho juni junie junij junijs junio junius juny juu juun juuni kam
    kamena kesa kesakuu kesakuuta lip lipanj lipnja meh mehefin meith meitheamh mezh mezheven ogmh ogmhios qer
    qershor t-ogmhios xuno yun yuni ιουν ιουνιοσ ιουνιου июн июнь июня мау маусым черв червень червня чэр чэрвень
    чэрвеня юни јун јуни հնս հունիս հունիսի יוני جون حزيران يونيو ژوئن जुन जून জুন ਜੂਨ જૂન ஜூன் జూన్ ಜೂನ್ ജൂൺ ජූනි
    มิ.ย มิถุนายน ມິ.ຖ ມິຖຸນາ ဇွန် ივნ ივნისი ጁን មិថុនា 六月
    """,
    7: """
    cervence cervenec cvc gor gorff gorffennaf goue gouere heina heinakuu heinakuuta hul hulyo iuch iuchar iuil
    iul iulie iyl iyul juil juillet jul jula julai julayi julho juli julie julij julijs julio juliol julius july
    juuli korr korrik liep liepa liepos lip lipca lipiec lug luglio lul lulju luulyo nya nyakanga srp srpanj
    srpnja t-iuchar tem temmuz uzt uztaila xul xullo yul yuli ιουλ ιουλιοσ ιουλιου июл июль июля лип липень липня
    ліп ліпень ліпеня шіл шілде юли јул јули հլս հուլիս հուլիսի יולי تموز جولائی يوليو ژوئیه ژوئیهٔ जुलाई जुलै
    जुल॰ জুল জুলাই ਜੁਲਾ ਜੁਲਾਈ જુલાઈ ஜூலை జులై ಜುಲೈ ജൂലൈ ජූලි ก.ค กรกฎาคม ກ.ລ ກໍລະກົດ ဇူ ဇူလိုင် ივლ ივლისი ጁላይ
    កក្កដា 七月
    """,
    8: """
    abu abuztua ag aga agasti ago agost agosti agosto agu agust agusta agustos agustus aout aug august augusta
    augusti augusto augusts augustus augusztus avg avgust avq avqust awg awgust awst aww awwissu d'ag d'agost elo
    elokuu elokuuta eost gush gusht kan kanama kol kolovoz kolovoza lun luna lunasa lunastal ogo ogoost ogos
    ogosto ogs rugp rugpjucio rugpjutis sie sierpien sierpnia srp srpen srpna αυγ αυγουστοσ αυγουστου авг август
    августа жні жнівень жніуня серп серпень серпня там тамыз օգոստոս օգոստոսի օգս אוגוסט אוג׳ آب أغسطس اوت اگست
    अगस्ट अगस्त अग॰ ऑग ऑगस्ट আগ আগস্ট ਅਗ ਅਗਸਤ ઑગસ્ટ ஆக ஆகஸ்ட் ఆగ ఆగస్టు ಆಗ ಆಗಸ್ಟ್ ഓഗ ഓഗസ്റ്റ് අගෝ අගෝස්තු ส.ค
    สิงหาคม ສ.ຫ ສິງຫາ ဩဂုတ် აგვ აგვისტო ኦገስ ኦገስት សីហា 八月
    """,
    9: """
    eyl eylul gwen gwengolo ira iraila medi mfomh nze nzeri rugs rugsejis rugsejo ruj rujan rujna sat satumba seb
    sebteembar sebtembar sen sentabr sentyabr sep sept septemba septembar september septembra septembre septembrie
    septembris septembro septhemba septiembre set setembre setembro setiembre settembre settembru setyembre sht
    shtator sult syys syyskuu syyskuuta szept szeptember t-sultain wrz wrzesien wrzesnia zar zari σεπ σεπτεμβριοσ
    σεπτεμβριου вер верасень верасня вересень вересня сен сент сентябр сентябрь сентября сеп септембар септември
    қыр қыркүиек սեպ սեպտեմբեր սեպտեմբերի ספטמבר ספט׳ أيلول ايلول سبتمبر ستمبر سپتامبر सप्टें सप्टेंबर सितंबर सित॰
    सेप्टेम्बर সেপ সেপ্টেম্বর ਸਤੰ ਸਤੰਬਰ સપ્ટે સપ્ટેમ્બર செப் செப்டம்பர் సెప్టెం సెప్టెంబర్ ಸೆಪ್ಟೆಂ ಸೆಪ್ಟೆಂಬರ್
    സെപ്റ്റം സെപ്റ്റംബർ සැප් සැප්තැම්බර් ก.ย กันยายน ກ.ຍ ກັນຍາ စက် စက်တင်ဘာ სექ სექტემბერი ሴፕቴ ሴፕቴምበር កញ្ញា 九月
    """,
    10: """
    d'oct d'octubre damh damhair dfomh eki ekim here hyd hydref lis listopad listopada loka lokakuu lokakuuta oct
    october octobre octombrie octubre okt oktabr okthoba okthobha oktoba oktobar oktober oktobra oktobris oktobro
    oktoobar oktoober oktubre oktyabr ott ottobre ottubru out outubro paz pazdziernik pazdziernika rij rijen rijna
    spal spalio spalis tet tetor ukw ukwakira urr urria οκτ οκτωβριοσ οκτωβριου жовт жовтень жовтня кас кастрычнік
    кастрычніка окт октобар октомври октябр октябрь октября қаз қазан հոկ հոկտեմբեր հոկտեմբերի אוקטובר אוק׳ أكتوبر
    اکتبر اکتوبر अक्टूबर अक्टू॰ अक्टोबर ऑक्टो ऑक्टोबर অক্টো অক্টোবর ਅਕਤੂ ਅਕਤੂਬਰ ઑક્ટો ઑક્ટોબર அக் அக்டோபர் అక్టో
    అక్టోబర్ ಅಕ್ಟೋ ಅಕ್ಟೋಬರ್ ഒക്ടോ ഒക്‌ടോബർ ඔක් ඔක්තෝබර් ต.ค ตุลาคม ຕ.ລ ຕຸລາ အောက် အောက်တိုဘာ ოქტ ოქტომბერი ኦክቶ
    ኦክቶበር តុលា 十月
    """,
    11: """
    aza azaroa du kas kasım lapkr lapkricio lapkritis lis listopad listopada listopadu marras marraskuu
    marraskuuta nen nentor nob nobyembre nof noiembrie noofeembar nov novemba novembar november novembra novembre
    novembris novembro novembru noviembre noy noyabr nuw nuwamba samh samhain stu studeni studenoga t-samhain tach
    tachwedd ugu ugushyingo νοε νοεμβριοσ νοεμβριου лист листопад листопада ліс лістапад лістапада нов новембар
    ное ноември ноя нояб ноябр ноябрь ноября қар қараша նոյ նոյեմբեր նոյեմբերի נובמבר נוב׳ نوامبر نوفمبر نومبر
    नवंबर नव॰ नोभेम्बर नोव्हें नोव्हेंबर নভে নভেম্বর ਨਵੰ ਨਵੰਬਰ નવે નવેમ્બર நவ நவம்பர் నవం నవంబర్ ನವೆಂ ನವೆಂಬರ್ നവം
    നവംബർ නොවැ නොවැම්බර් พ.ย พฤศจิกายน ພ.ຈ ພະຈິກ နို နိုဝင်ဘာ ნოე ნოემბერი ኖቬም ኖቬምበር វិច្ឆិកា 十一月
    """,
    12: """
    abe abendua ara aralık dec decembar december decembra decembre decembrie decembris decembro dek dekabr des
    desemba desember desembre dets detsember dez dezember dezembro dhj dhjetor dic dicembre dicembru diciembre dis
    disamba diseembar disemba disember disyembre dubh dubhlachd gru grudnia grudzien gruod gruodis gruodzio joulu
    joulukuu joulukuuta kerzu kzu noll nollaig pro prosinac prosinca prosince prosinec rhag rhagfyr uku ukuboza
    δεκ δεκεμβριοσ δεκεμβριου груд грудень грудня дек декабр декабрь декабря декември дец децембар жел желтоқсан
    сне снежань снежня դեկ դեկտեմբեր դեկտեմբերի דצמבר דצמ׳ دسامبر دسمبر ديسمبر डिसें डिसेंबर डिसेम्बर दिसंबर दिस॰
    ডিসে ডিসেম্বর ਦਸੰ ਦਸੰਬਰ ડિસે ડિસેમ્બર டிச டிசம்பர் డిసెం డిసెంబర్ ಡಿಸೆಂ ಡಿಸೆಂಬರ್ ഡിസം ഡിസംബർ දෙසැ දෙසැම්බර්
    ธ.ค ธันวาคม ທ.ວ ທັນວາ ဒီ ဒီဇင်ဘာ დეკ დეკემბერი ዲሴም ዲሴምበር ធ្នូ 十二月
    """,
}


def _by_name() -> dict[str, tuple[int, ...]]:
    months: dict[str, tuple[int, ...]] = {}
    for number, names in _NAMES.items():
        for name in names.split():
            months[name] = (*months.get(name, ()), number)
    return months


MONTHS = _by_name()
"""Folded name → the months that it may mean."""
