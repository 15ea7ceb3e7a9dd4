"""Old encodings: each file is read in its own or refused by its name, never stored as other letters."""

from pathlib import Path

import pytest

from data.errors import RecordsRefused
from data.files.readers import read_rows
from data.files.sheets.encodings import NAMES_OF_ENCODINGS, likeliest_encoding

NORDIC = (
    "Jyväskylä", "Åbo", "työ", "Työpöytä", "ÄÄNEKOSKI", "Öja", "Ähtäri", "yhteistyötä", "Malmö", "HÄMEENLINNA",
    "Säynätsalo – Jyväskylä", "Kotikenttä ”Yhdessä”", "Språkcafé i Åbo", "Pääsky", "yö", "Österbotten",
)
RUSSIAN = ("Русский клуб", "ПОМОЩЬ", "Общество дружбы", "центр для семей")


def refused(path: Path) -> str:
    with pytest.raises(RecordsRefused) as failure:
        list(read_rows(path))
    return str(failure.value)


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850"])
@pytest.mark.parametrize("words", [word for word in NORDIC if "”" not in word and "–" not in word])
def test_one_word_of_the_north_names_the_encoding(tmp_path: Path, encoding: str, words: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(f"id,name\na,{words}\n".encode(encoding))
    assert NAMES_OF_ENCODINGS[encoding] in refused(path)


@pytest.mark.parametrize(("encoding", "words"), [
    (encoding, words) for encoding in ("cp1251", "koi8_r", "cp866") for words in RUSSIAN
    if (encoding, words) != ("koi8_r", "ПОМОЩЬ")  # capitals that are small letters in Windows-1251
])
def test_cyrillic_texts_name_the_encoding(tmp_path: Path, encoding: str, words: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(f'{{"id": "a", "name": "{words}"}}\n'.encode(encoding))
    assert NAMES_OF_ENCODINGS[encoding] in refused(path)


@pytest.mark.parametrize("words", [
    *NORDIC, "100 €", "“Hello” – it’s", "Tšekki, yhteistyö", "Žižkov, Škoda", "naïve façade", "Saint-Étienne", "Ægir",
    "Señor Muñoz", "Niin… ja", "§ 5 ½ °C ±", "Straße", "™ ® ©", "L’Été", "„so“", "• kohta", "ÅLAND",
])
def test_windows_1252_stays_what_it_is(tmp_path: Path, words: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(f'id,name\na,"{words}"\n'.encode("cp1252"))
    assert [row.values["name"] for row in read_rows(path)] == [words]


@pytest.mark.parametrize("content", [b"", b"abc", b"id,name\na,b\n"])
def test_plain_letters_are_in_doubt(content: bytes) -> None:
    assert likeliest_encoding(content) == "cp1252"
