"""Bytes to text: right, or a question to the user; never letters that nobody wrote."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipcoder.errors import BadInput
from tipcoder.survey.encoding import decode_survey

RUSSIAN = [
    "Посольство помогло с обучением полиции",
    "Нет, никакой помощи не было",
    "Они критиковали правительство, и это подействовало",
    "Деньги на приют закончились в прошлом году",
    "Доклад переводим и рассылаем партнёрам",
    "Ничего не знаю об этом",
]
SPANISH = [
    "La embajada pagó la capacitación de los fiscales",
    "Más presión sobre el gobierno, según nuestra opinión",
    "No ha habido ningún apoyo económico este año",
    "Nos reunimos con la señora embajadora en Perú",
    "Difundimos el informe también en español",
    "Fue útil, pero llegó tarde",
]
TURKISH = [
    "Büyükelçilik eğitim verdi",
    "Hiç yardım olmadı, çünkü şartlar ağırdı",
    "Raporu her yıl okuyoruz, iyi",
]


def _survey(answers: list[str], count: int) -> str:
    rows = [f"{n},{answers[n % len(answers)]}".replace(", ", " ") for n in range(count)]
    return "\n".join(["id,answer", *rows]) + "\n"


def _question(data: bytes) -> BadInput:
    with pytest.raises(BadInput) as caught:
        decode_survey(data, source="survey.csv")
    return caught.value


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff")))
def test_utf_8_is_read_as_it_was_written(text: str) -> None:
    assert decode_survey(text.encode(), source="s.csv").text == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_a_byte_order_mark_settles_the_encoding_and_is_no_part_of_the_text(encoding: str) -> None:
    text = "id,ответ\n1,приют 👍\n"
    found = decode_survey(("\ufeff" + text).encode(encoding), source="s.csv")
    assert found.text == text
    assert found.how == "bom"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("answers", [RUSSIAN, SPANISH, ["plain english"], ["смешано mixed ñ"]])
def test_utf_16_without_a_mark_is_recognised_and_said_to_be_a_finding(
    answers: list[str], encoding: str
) -> None:
    text = _survey(answers, 8)
    found = decode_survey(text.encode(encoding), source="s.csv")
    assert found.text == text
    assert found.how == "utf-16 pattern"


def test_an_ascii_file_of_even_length_is_not_taken_for_utf_16() -> None:
    assert decode_survey(b"id,answer\n1,abc\n", source="s.csv").encoding == "utf-8"


def test_a_nul_in_one_cell_does_not_make_a_file_utf_16() -> None:
    found = decode_survey(b"id,answer\n1,before\0after\n2,x\n", source="s.csv")
    assert found.encoding == "utf-8"
    assert "before\0after" in found.text


CASES = [
    *(
        ("cp1251", RUSSIAN),
        ("koi8-r", RUSSIAN),
        ("cp866", RUSSIAN),
        ("iso8859-5", RUSSIAN),
        ("mac-cyrillic", RUSSIAN),
    ),
    *(
        ("latin-1", SPANISH),
        ("cp1252", [*SPANISH, "“Según” — 100 €"]),
        ("mac-roman", SPANISH),
        ("cp850", SPANISH),
    ),
    *(
        ("cp1254", TURKISH),
        ("gb18030", ["大使馆提供了培训", "没有任何帮助"]),
        ("shift-jis", ["大使館の支援", "なし"]),
    ),
]


@pytest.mark.parametrize("count", [1, 2, 3, 6, 60])
@pytest.mark.parametrize(("encoding", "answers"), CASES)
def test_an_old_encoding_is_read_right_or_asked_about(
    encoding: str, answers: list[str], count: int
) -> None:
    text = _survey(answers, count)
    data = text.encode(encoding)
    try:
        found = decode_survey(data, source="survey.csv")
    except BadInput as question:
        assert question.message.startswith("survey.csv, line ")
        assert "encoding is not certain" in question.message
        assert "--encoding" in question.hint
    else:
        assert found.text == text


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "cp866"])
def test_a_long_russian_file_needs_no_question(encoding: str) -> None:
    text = _survey(RUSSIAN, 120)
    found = decode_survey(text.encode(encoding), source="s.csv")
    assert found.text == text
    assert found.how == "guess"


def test_three_short_spanish_answers_are_a_question_that_shows_how_they_would_read() -> None:
    data = "id,t\n1,sí\n2,niño\n3,útil\n".encode("latin-1")
    question = _question(data)
    assert "line 2: byte 9 of the file (0xED)" in question.message
    readings = dict(re.findall(r"([\w-]+): “(.*?)”", question.message))
    assert "niño" in readings["cp1252"]
    assert len(set(readings.values())) == len(readings) > 1
    for encoding, shown in readings.items():
        assert all(part in data.decode(encoding) for part in shown.split(" · "))


def test_two_encodings_that_agree_on_one_cell_are_told_apart_by_another() -> None:
    # Central European and Western agree on sí, and part over ñ and õ.
    question = _question("id,t\n1,sí sí sí\n2,niño\n".encode("cp1252"))
    readings = dict(re.findall(r"([\w-]+): “(.*?)”", question.message))
    assert "niño" in readings["cp1252"]
    assert "nińo" in readings["cp1250"]


def test_the_question_shows_a_cell_and_not_the_whole_answer() -> None:
    question = _question(("id,t\n1,sí\n2," + "n" * 300 + "é\n").encode("latin-1"))
    assert "n" * 50 not in question.message


def test_the_question_names_no_reading_with_control_characters() -> None:
    message = _question("id,t\n1,Привет\n".encode("cp866")).message
    assert not [c for c in message if ord(c) < 32 or 0x7F <= ord(c) < 0xA0]


def test_one_bad_byte_among_good_utf_8_names_its_line_and_place() -> None:
    data = "id,t\n1,приют\n2,más\n3,caf".encode() + b"\xe9 y t\xc3\xa9\n"
    question = _question(data)
    place = data.index(b"\xe9 y") + 1
    assert (
        f"survey.csv, line 4: byte {place} of the file (0xE9) is not valid UTF-8, unlike the rest"
        in (question.message)
    )
    assert "--errors replace" in question.hint


def test_half_a_surrogate_pair_written_as_utf_8_is_invalid() -> None:
    assert (
        "line 2: byte 8 of the file (0xED)"
        in _question(b"id,t\n1," + b"\xed\xa0\x80 " + "приют\n".encode()).message
    )


def test_line_ends_of_every_kind_count_in_the_place_of_a_bad_byte() -> None:
    assert "line 5:" in _question("ид\r\nб\rв\nг\r\n".encode() + b"\xff" + "да\n".encode()).message


def test_bad_bytes_become_replacement_signs_by_leave_and_are_counted() -> None:
    data = "id,t\n1,приют\n2,a\ufffdb\n".encode() + b"3,x\xffy\n4,\xfe\n"
    found = decode_survey(data, source="s.csv", replace_errors=True)
    assert found.text.endswith("3,x\ufffdy\n4,\ufffd\n")
    assert found.replaced == 2  # the sign that stood there already is not counted


def test_leave_to_replace_is_no_leave_to_guess_the_encoding() -> None:
    with pytest.raises(BadInput, match="encoding is not certain"):
        decode_survey("id,t\n1,sí\n".encode("latin-1"), source="s.csv", replace_errors=True)


def test_an_encoding_that_is_given_is_used_without_a_question() -> None:
    found = decode_survey("id,t\n1,sí\n".encode("latin-1"), source="s.csv", encoding="latin1")
    assert found.text == "id,t\n1,sí\n"
    assert found.how == "given"


@pytest.mark.parametrize(
    "name", ["koi8-u", "cp874", "KOI8_R", "Windows-1251", "mac_arabic", "utf-8-sig"]
)
def test_every_character_set_that_python_knows_may_be_given(name: str) -> None:
    assert decode_survey(b"id,t\n", source="s.csv", encoding=name).text == "id,t\n"


@pytest.mark.parametrize(
    "name", ["base64", "rot13", "zip", "hex", "idna", "punycode", "unicode_escape", "charmap"]
)
def test_a_codec_that_is_no_character_set_is_refused_and_never_proposed(name: str) -> None:
    with pytest.raises(BadInput, match="is not an encoding that is known") as caught:
        decode_survey(b"id,t\n", source="s.csv", encoding=name)
    assert name not in caught.value.hint
    assert "codec" not in caught.value.hint


@pytest.mark.parametrize("name", ["cp1215", "", "\0", "é", "../cp1251"])
def test_an_encoding_that_does_not_exist_is_refused(name: str) -> None:
    with pytest.raises(BadInput, match=r"^s\.csv: .* is not an encoding that is known"):
        decode_survey(b"id,t\n", source="s.csv", encoding=name)


def test_the_nearest_encoding_is_named() -> None:
    with pytest.raises(BadInput) as caught:
        decode_survey(b"id,t\n", source="s.csv", encoding="cp12522")
    assert "cp1252" in caught.value.hint


def test_a_mark_that_contradicts_the_given_encoding_is_pointed_out() -> None:
    with pytest.raises(BadInput, match="byte order mark of utf-8, so it is not cp1251") as caught:
        decode_survey(b"\xef\xbb\xbfid,t\n", source="s.csv", encoding="cp1251")
    assert "Leave --encoding out" in caught.value.hint


def test_bytes_that_the_given_encoding_does_not_have_are_named() -> None:
    with pytest.raises(BadInput, match=r"line 2: byte 8 of the file \(0x98\) is not valid CP1251"):
        decode_survey(b"id,t\n1,\x98\n", source="s.csv", encoding="cp1251")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_may_be_given_without_saying_in_which_order(encoding: str) -> None:
    text = _survey(SPANISH, 3)
    assert decode_survey(text.encode(encoding), source="s.csv", encoding="utf-16").text == text


def test_utf_16_that_was_cut_in_the_middle_of_a_character_is_refused() -> None:
    with pytest.raises(BadInput, match=r"s\.csv, line 2: byte 15 of the file"):
        decode_survey("\ufeffid,t\n1,".encode("utf-16-le")[:-2] + b",", source="s.csv")


@pytest.mark.parametrize(
    ("encoding", "mark"), [("utf-8", "utf-8"), ("utf-16", "utf-16-be"), ("utf_8", "utf-8")]
)
def test_a_mark_that_agrees_with_the_given_encoding_is_taken_off(encoding: str, mark: str) -> None:
    data = "\ufeffid,ответ\n".encode(mark)
    assert decode_survey(data, source="s.csv", encoding=encoding).text == "id,ответ\n"


def test_replaced_bytes_are_counted_in_one_byte_encodings_too() -> None:
    found = decode_survey(
        b"id,t\n1,\x81\x93x\x94\n", source="s.csv", encoding="cp1252", replace_errors=True
    )
    assert found.text == "id,t\n1,\ufffd“x”\n"
    assert found.replaced == 1


def test_utf_16_with_half_a_surrogate_pair_is_refused_and_may_be_accepted_with_replacements() -> (
    None
):
    data = "id,t\n1,a".encode("utf-16-le") + b"\x00\xd8" + "b\n".encode("utf-16-le")
    with pytest.raises(BadInput):
        decode_survey(data, source="s.csv")
    assert (
        decode_survey(data, source="s.csv", encoding="utf-16", replace_errors=True).text
        == "id,t\n1,a\ufffdb\n"
    )


def test_the_likeliest_reading_comes_first_and_is_the_one_in_the_remedy() -> None:
    for encoding in ("cp1251", "koi8-r", "cp866"):
        question = _question("id,t\n1,Привет\n".encode(encoding))
        readings = re.findall(r"([\w-]+): “(.*?)”", question.message)
        assert readings[0] == (encoding, "Привет")
        assert f"--encoding {encoding};" in question.hint


def test_a_few_russian_answers_deep_in_a_large_english_file_are_read_right_or_asked_about() -> None:
    english = "".join(f"{n},The embassy paid for the training of the police\n" for n in range(4000))
    russian = "".join(f"{n},{answer}\n" for n, answer in enumerate(RUSSIAN * 10))
    text = f"id,answer\n{english}{russian}{english}"
    assert len(english) > 1 << 16
    for encoding in ("cp1251", "koi8-r"):
        try:
            assert decode_survey(text.encode(encoding), source="s.csv").text == text
        except BadInput as question:
            assert "line 4002: " in question.message
            assert encoding in question.message


def test_one_accent_in_a_line_without_end_is_asked_about() -> None:
    question = _question(b"id,answer\n1," + b"x" * 200_000 + "ñ".encode("cp1252") + b"y" * 200_000)
    assert "line 2: byte 200013 of the file (0xF1)" in question.message
    assert "cp1252: “" + "x" * 15 + "ñ" in question.message
