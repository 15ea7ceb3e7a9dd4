"""What headers speak of: words that are found in them, and what a column of that kind means to us.

Patterns are looked for in normalised headers; the first that fits counts, so that the narrower stand before the wider:
“Yhteyshenkilön nimi” is a person before it is a name. They are guesses that people confirm; what is certain is an
alias of `data.files.columns`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from data.files.columns import LANGUAGE_OF_WORD
from data.intake.questions import LEAVE_OUT
from data.wording.words import normalise

Patterns = Sequence[tuple[re.Pattern[str], str]]


def _patterns(*rows: tuple[str, str]) -> Patterns:
    return tuple((re.compile(words), target) for words, target in rows)


ACTOR_PATTERNS = _patterns(
    (r"suostum|samtyck|consent|gdpr|tietosuoj|\blupa|\bluvat|saa(ko|mme)?\b.*julk|får .*publ", LEAVE_OUT),
    (r"\bopt ?(in|out)\b|subscri|tilaaja|tilattu|prenumer|jäsenmaksu|maksettu|medlemsavgift|betald|\bpaid\b",
     LEAVE_OUT),
    (r"allekirjoit|undertecknad|\bsigned|jäsen vuodesta|medlem sedan|member since|\brooli\b|\broll\b|\brole\b",
     LEAVE_OUT),
    (r"\btitteli|nimike|job title|yrkestitel", LEAVE_OUT),
    (r"\b[ug]uid\b", "id"),
    (r"postitoimip|postort", "municipalities"),
    (r"postinu|postinro|postnu|postnr|\bzip|post ?code|postal code", LEAVE_OUT),
    (r"sähköposti|s posti|sposti|meili|\be ?mail|\bmail\b|\be ?post", "contact_email"),
    (r"puhelin|\bpuh(nro)?\b|gsm|känny|telefon|\btel\b|\btfn|\bphone|mobil", "contact_phone"),
    (r"\bsome\b|facebook|instagram|sosiaalinen media|sociala medier|social media|linkedin", LEAVE_OUT),
    (r"www|kotisivu|verkkosiv|verkko ?osoite|nettisiv|\burls?\b|linkki|hemsid|web|länk|\blink", "website"),
    (r"home ?page", "website"),
    (r"osoite|adress|address|\bkatu|\bgat[au]|street", LEAVE_OUT),
    (r"(?<!päivä)määrä|\blkm|antal|number of|perustamis|perustettu|grund(at|ad)|founded|\bbudj?et", LEAVE_OUT),
    (r"liikevaihto|omsättning|turnover", LEAVE_OUT),
    (r"y ?tunnus|fo ?nummer|business id|company id|\bvat\b|\balv\b", "business_id"),
    (r"huom|muistiin|kommen|comment|anmärk|\bnotes?\b|remark|lisätty", LEAVE_OUT),
    (r"päivitet|päivitys|tarkist|aikaleima|vastausaika|vastattu|päivämäärä|\bpvm|uppdater|granska", "updated"),
    (r"kontrollera|datum|tidsstäm|timestamp|updated|checked|reviewed|modified|submitted|\bdate\b", "updated"),
    (r"yhteysh|\bhlö|yhteystie|yhteyden|kontakt|contact|vastuuhenk|ansvarig|puheenjohtaj", "contact_name"),
    (r"ordförande|chair|etunimi|sukunimi|förnamn|efternamn", "contact_name"),
    (r"(first|last|sur|given|family) ?name|henkilön|\bperson|esihenk|\bjohtaja", "contact_name"),
    (r"\bemo|katto|pääorg|yläorg|keskusj|huvudorg|moder|paraply|parent|umbrella|kuuluu|del av", "part_of"),
    (r"part of", "part_of"),
    (r"tarvi|tarpe|tarve|toive|toivo|etsi|hae(tte|mme|taan)|behov|behöv|önsk|söker|\bneed", "needs"),
    (r"look(ing)? for|wish|seek", "needs"),
    (r"tarjo|voitte antaa|voimme antaa|annett|erbju|kan ge|\boffer|can give|provide", "offers"),
    (r"kiel(i|e|t)|språk|language|lingu", "languages"),
    (r"tyyppi|muoto|toimiala|sektor|bransch|luokka|luokitus|kategor|categor|\btyp|\btype|sector", "sector"),
    (r"laji\b|rättsform|legal form", "sector"),
    (r"teem|aihe|painopist|\btem(a|an|at)|ämne|theme|topic|focus|kohderyh|målgrup|target group", "themes"),
    (r"\bpalvelut?\b|tjänster|services", "themes"),
    (r"(?<!maa)(?<!seura)(?<!yhteis)kun(ta|na|ti|nis)|kaupun|kotipai|toimipai|sijain|missä", "municipalities"),
    (r"kommun|stad\b|städer|\b(hem|\w*s)?ort(en|er)?\b|placering|\bvar\b", "municipalities"),
    (r"\bcit(y|ies)|\btown|municip", "municipalities"),
    (r"location|\bplace\b|\bwhere", "municipalities"),
    (r"maakun|alue|landskap|region|område|\barea|county|province", "regions"),
    (r"kattav|laajuus|räckvidd|omfattning|coverage|\breach|scope", "coverage"),
    (r"avainsan|asiasan|hakusan|nyckelord|sökord|keyword|\btags?\b|tägi", "keywords"),
    (r"kuvau|kuvaile|esittel|toiminna|toiminta|mitä te|beskriv|verksamhet|presentation|vad gör", "description"),
    (r"\bom oss|descri|activit|what do|about|lisätie|yleistie|tilläggsinf|\binfo|summary", "description"),
    (r"kapasit|kapacit|capacity", "capacity"),
    (r"\bstatus|(?<!epä)(?<!in)akti(i?v)|(?<!\bin)\bactive|\bis ?active", "status"),
    (r"lähde|källa|source|mistä tie", "source"),
    (r"\bid\b|tunnus|tunniste|\bkod\b|\bkoodi\b", "id"),
    (r"nimi|namn|name\b|organi[sz]a|toimija|yhdisty|järjest|säätiö|yhteisö|yritys|oppilaito|förening", "name"),
    (r"\btitle\b|otsikko|rubrik", "name"),
    (r"aktör|stiftelse|företag|associat|\bactor|compan|institut|found", "name"),
    (r"\bnro?\b|\bno\b|\brivi|löpnum|järjestysn|\brow\b|numero\b|nummer\b", LEAVE_OUT),
)
COOPERATION_PATTERNS = _patterns(
    (r"sähköposti|\be ?mail|\be ?post|puhelin|telefon|\bphone|osoite|adress|budj?et|\beuro?", LEAVE_OUT),
    (r"kustannu|kostnad|\bcost", LEAVE_OUT),
    (r"päätt|loppu|\bend|slut|upphör|avslut|until|finish", "until"),
    (r"\balk|aloit|\bstart|\bbegin|började|inled|\bsince", "since"),
    (r"hallinnoi|koordin|päätot|vetäjä|vastuu|hakija|huvudman|samordn|ansvarig|sökande|\blead", "lead"),
    (r"coordinat|applicant", "lead"),
    (r"kumppan|osapuol|osatot|toteutt|jäsen|osallistu|part|medlem|deltag|member|organisaatiot", "members"),
    (r"organisations", "members"),
    (r"rahoit|lähde|finans|källa|fund|financ|source", "source"),
    (r"kuvau|tiivist|tavoit|beskriv|sammanfat|syfte|\bmål|descri|summary|abstract|\baim", "description"),
    (r"objective", "description"),
    (r"teem|aihe|\btem(a|an|at)|ämne|theme|topic", "themes"),
    (r"\bid\b|tunnus|numero|koodi|nummer|\bcode", LEAVE_OUT),
    (r"nimi|otsik|hank|projekt|project|namn|rubrik|title|name|yhteistyö|samarbet|cooperat", "title"),
)

_INNER_CAPITAL = re.compile(r"(?<=[a-zåäö])(?=[A-ZÅÄÖ][a-zåäö])")  # of “organisationName”
_NAMED: Mapping[str, re.Pattern[str]] = {
    "fi": re.compile(r"\b(fi|fin|suomeksi|suomi|suomenk\w*|(på )?finska|finnish)\b"),
    "sv": re.compile(r"\b(sv|sve|swe|ruotsiksi|ruotsi|ruotsink\w*|(på )?svenska|swedish)\b"),
    "en": re.compile(r"\b(en|eng|englanniksi|englanti|englannink\w*|(på )?engelska|english)\b"),
}
_SPOKEN: Mapping[str, re.Pattern[str]] = {
    "fi": re.compile(r"nimi|kuvau|esittel|organisaati|toimi|yhdisty|järjest|tar(pe|ve|vi|jo)|mitä|etsi|otsik|hank"),
    "sv": re.compile(r"namn|beskriv|organisationens|verksamhet|förening|aktör|beh[oö]v|erbju|\bvad\b|samarbet|rubrik"),
    "en": re.compile(r"name|descri|organi[sz]ation|\bneed|offer|\bwhat\b|activit|title|project|associat|compan"),
}


def spoken_of(header: str, patterns: Patterns) -> str:
    """Return what the words of a header speak of, besides its language: a column, `LEAVE_OUT`, or nothing."""
    words = normalise(_INNER_CAPITAL.sub(" ", header))
    for named in _NAMED.values():
        words = named.sub("", words)
    return next((target for pattern, target in patterns if pattern.search(words)), "")


def language_named(header: str) -> str:
    """Return the language that a header names, as “Nimi ruotsiksi” does; empty for none."""
    words = normalise(header)
    return next((language for language, pattern in _NAMED.items() if pattern.search(words)), "")


def language_of(header: str) -> str:
    """Return the language of the texts below a header: the one that it names, or that its own words are of."""
    words = normalise(header)
    return language_named(header) or LANGUAGE_OF_WORD.get(words) or next(
        (language for language, pattern in _SPOKEN.items() if pattern.search(words)), "")
