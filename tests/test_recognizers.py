"""Names that no lexicon holds: what each recogniser proposes, where it keeps silent, and what it says of that."""

from __future__ import annotations

import pytest

from chipnews.document import surface_id
from chipnews.normalization import fold
from chipnews.pipeline import Pipeline
from chipnews.spans import Span


def unlisted(pipeline: Pipeline, text: str, label: str) -> list[str]:
    """The surfaces of a label that no lexicon holds."""
    return [span.text for span in pipeline.extract(text).labelled(label) if span.source == "pattern"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("由嵐岳半導體宣布量產", ["嵐岳半導體"]),
        ("芯片设计企业澜屿微电子完成融资", ["澜屿微电子"]),
        ("子公司蘄光電子公告，", ["蘄光電子"]),
        ("股东为杭州澜屿微电子股份有限公司。", ["杭州澜屿微电子股份有限公司"]),
        ("收購嵐岳（上海）投資管理有限公司股權", ["嵐岳（上海）投資管理有限公司"]),
        ("晶片新創公司Quorvane獲注資", ["Quorvane"]),
        ("設備供應商Tessaron Labs宣布", ["Tessaron Labs"]),
        ("買下「高通嵐光科技」一半股權", ["高通嵐光科技"]),
        ("收購Corning Glasswork Technologies的團隊", ["Corning Glasswork Technologies"]),
    ],
)
def test_companies_by_form(pipeline: Pipeline, text: str, names: list[str]) -> None:
    """A form, a legal form or what stands before a Latin name makes a company of it, with its full boundaries."""
    assert unlisted(pipeline, text, "COMPANY") == names


@pytest.mark.parametrize(
    "text",
    ["全球半導體景氣回升", "車用電子需求強勁", "這家科技公司裁員", "新興科技帶動投資", "提振資本市場", "發展高科技產業", "公司Logo更新", "跨國販毒集團落網", "有限公司的定義", "先進晶片與成熟半導體"],
)
def test_ordinary_words_before_a_form_make_no_company(pipeline: Pipeline, text: str) -> None:
    """An ordinary word before a form is no name."""
    assert unlisted(pipeline, text, "COMPANY") == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("執行長顏硯舟表示", ["顏硯舟"]),
        ("董事长欧阳澜笙在会上说", ["欧阳澜笙"]),
        ("商務部長塔維蘭指出", ["塔維蘭"]),
        ("首席科学家马科斯·维兰德称", ["马科斯·维兰德"]),
        ("CEO Mara Quillon說", ["Mara Quillon"]),
        ("發言人簡維澄今天說", ["簡維澄"]),
        ("〔編譯顏硯舟／綜合報導〕", ["顏硯舟"]),
        ("參議員馬蘭特強調", ["馬蘭特"]),
        ("總統托蘭多因病請辭", ["托蘭多"]),
        ("議長貝里提交草案", ["貝里"]),
    ],
)
def test_people_by_title(pipeline: Pipeline, text: str, names: list[str]) -> None:
    """Chinese, transliterated and Latin names after a title."""
    assert unlisted(pipeline, text, "PERSON") == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("發言人休蘭澤（Hugh Lanzer）說", ["休蘭澤"]),
        ("總監克莉瑪·居藍(Clima Gulan)出席", ["克莉瑪·居藍"]),
        ("主席羅佩恩勛爵(Lord Ropane)到訪", ["羅佩恩"]),
        ("主席凡迪通 (Fandi Tong)說", ["凡迪通"]),
        ("（編輯：黃名澄）", ["黃名澄"]),
        ("（譯者：張正蘅/核稿：陳均杉）", ["張正蘅", "陳均杉"]),
        ("分析師徐暐蘅17日說", ["徐暐蘅"]),
    ],
)
def test_people_between_a_title_and_what_ends_their_name(pipeline: Pipeline, text: str, names: list[str]) -> None:
    """A Latin name in brackets or the end of a byline tells where a name ends, whatever characters it holds."""
    assert [span.text for span in pipeline.extract(text).labelled("PERSON") if span.source == "pattern"] == names


@pytest.mark.parametrize("text", ["部長級會議(Ministerial Meeting)登場", "主席獎(Chairman Award)揭曉", "專家小組(Expert Panel)成立", "「前鋒郵報」（Vanguard Post）", "（編輯：綜合整理）"])
def test_brackets_after_other_words_make_no_person(pipeline: Pipeline, text: str) -> None:
    """A title that is part of a longer word has no name after it."""
    assert unlisted(pipeline, text, "PERSON") == []


@pytest.mark.parametrize("text", ["執行長表示", "部長會議召開", "董事長今天在台北說", "總裁和執行長都辭職", "主席方面沒有回應", "CEO Summit登場", "負責人應到場說明", "近50名議員連署", "被告林男認罪"])
def test_titles_without_a_name(pipeline: Pipeline, text: str) -> None:
    """What follows a title is often no name."""
    assert unlisted(pipeline, text, "PERSON") == []


@pytest.mark.parametrize("text", ["德國國防部長皮塔托璀訪美", "發言人安瓦爾璀（Anwar Khan）"])
def test_a_name_is_not_cut_short(pipeline: Pipeline, text: str) -> None:
    """Where a foreign name seems to go on with a character that the model does not know, nothing is said."""
    assert all(not name.endswith(("托", "爾")) for name in unlisted(pipeline, text, "PERSON"))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("訂單回升。顏硯舟表示，產線滿載", ["顏硯舟"]),
        ("顏硯舟今天則指出，產線滿載", ["顏硯舟"]),
        ("台積電簡維澄透露新廠進度", ["簡維澄"]),
        ("會議剛結束，塔維蘭強調不會讓步", ["塔維蘭"]),
        ("（編輯：顏硯舟/簡維澄）", ["顏硯舟", "簡維澄"]),
        ("文丨顏硯舟", ["顏硯舟"]),
        ("記者顏硯舟、簡維澄採訪", ["顏硯舟", "簡維澄"]),
        ("與維蘭德·卡斯特諾會面", ["維蘭德·卡斯特諾"]),
        ("與會者有黃仁勳、蘇姿丰、簡維澄等", ["簡維澄"]),
    ],
)
def test_people_without_a_title(pipeline: Pipeline, text: str, names: list[str]) -> None:
    """Who a clause begins with that goes on with a verb of speech; bylines; the dot of a foreign name; rows of people."""
    assert unlisted(pipeline, text, "PERSON") == names


@pytest.mark.parametrize(
    "text",
    ["方面表示不予置評", "高公局表示路況正常", "他表示沒有意見", "市場認為利多出盡", "該公司指出產能不足", "俄方強調立場未變", "小說《卡斯特·維蘭德》出版", "航班降落本·卡斯特諾機場", "連日大雨，預計明日放晴"],
)
def test_what_speaks_and_is_no_person(pipeline: Pipeline, text: str) -> None:
    """Offices, sides, pronouns, titles of works and places named after people are no people."""
    assert unlisted(pipeline, text, "PERSON") == []


@pytest.mark.parametrize(
    ("text", "label", "names"),
    [
        ("台積電、嵐岳、聯發科都漲停", "COMPANY", ["嵐岳"]),
        ("寒武纪、澜屿极智等芯片企业参会", "COMPANY", ["澜屿极智"]),
        ("英伟达、Quorvane和AMD参展", "COMPANY", ["Quorvane"]),
        ("支援H200、B200、QX77等晶片", "PRODUCT", ["QX77"]),
    ],
)
def test_rows_of_names(pipeline: Pipeline, text: str, label: str, names: list[str]) -> None:
    """What stands in a row with two known names of a label has that label."""
    assert unlisted(pipeline, text, label) == names


@pytest.mark.parametrize("text", ["台積電、設備、聯發科", "台積電、嵐岳的股價", "記憶體、嵐岳、面板等族群", "輝達、商業銀行、高通都在列"])
def test_rows_of_other_things(pipeline: Pipeline, text: str) -> None:
    """An ordinary word in a row, or a row without two known names, gives no name."""
    assert unlisted(pipeline, text, "COMPANY") == []


def test_latin_name_in_brackets_is_the_person_before_it(pipeline: Pipeline) -> None:
    """Both forms of one person have one id, though no lexicon holds either."""
    doc = pipeline.extract("前代表麥崙禮(Michael Renley)指出")
    chinese, latin = doc.people
    assert (chinese.text, latin.text, latin.source) == ("麥崙禮", "Michael Renley", "local_alias")
    assert surface_id(chinese) == surface_id(latin)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("搭載昇騰980PR晶片", ["昇騰980PR"]),
        ("全新 RTX 6570 Ti v2 顯卡", ["RTX 6570 Ti v2"]),
        ("阿里發布Qwen9模型", ["Qwen9"]),
        ("高通骁龙 9 Elite Gen 7亮相", ["骁龙 9 Elite Gen 7"]),
        ("谷歌TPU v12曝光", ["TPU v12"]),
        ("升级到 R7 9715X3D 处理器", ["R7 9715X3D"]),
        ("预计搭载骁龙 8E9 平台", ["骁龙 8E9"]),
        ("模型 DeepSeek-V7-Lite 开源", ["DeepSeek-V7-Lite"]),
        ("推出 GPT-9.3-Codex 模型", ["GPT-9.3-Codex"]),
        ("开源 MiMo-V8-Pro 权重", ["MiMo-V8-Pro"]),
        ("搭载鲲鹏 990 的服务器", ["鲲鹏 990"]),
        ("问界 M15 亮相", ["问界 M15"]),
        ("海狮 09 上市", ["海狮 09"]),
        ("自 iQOO 7 月发布以来", []),
        ("坦克 300 辆", []),
    ],
)
def test_products_by_code(pipeline: Pipeline, text: str, names: list[str]) -> None:
    """A code that a known family may have, to its end."""
    assert unlisted(pipeline, text, "PRODUCT") == names


@pytest.mark.parametrize("text", ["麒麟山海拔980米", "MI5特工落網", "雙子星Gemini2025年會", "H1 2025業績", "文心雕龍"])
def test_what_only_looks_like_a_code(pipeline: Pipeline, text: str) -> None:
    """Too many or too few digits, or other words."""
    assert unlisted(pipeline, text, "PRODUCT") == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("葡萄牙國會通過法案", ["葡萄牙", "國會"]),
        ("捷克眾議院議長來訪", ["捷克", "眾議院"]),
        ("吐瓦魯國會改選", ["吐瓦魯", "國會"]),
        ("葡萄牙央行升息", ["葡萄牙央行"]),
        ("吐瓦魯中央銀行升息", ["吐瓦魯中央銀行"]),
        ("歐洲議會表決", ["歐洲議會"]),
        ("高知縣議會表決", ["高知縣議會"]),
        ("高知縣議會議員來訪", ["高知縣"]),
        ("汤加议会批准条约", ["汤加", "议会"]),
    ],
)
def test_a_country_and_its_body_are_two_names(pipeline: Pipeline, text: str, names: list[str]) -> None:
    """But a central bank, and the council of a city or province, have their place for a part of the name."""
    assert [span.text for span in pipeline.extract(text).ents if span.label in ("GPE", "AGENCY")] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [("葡萄牙數位轉型署宣布", ["數位轉型署"]), ("葡萄牙數位經濟部宣布", ["數位經濟部"]), ("变更为金华市国资委", ["金华市国资委"]), ("智利國資委員", []), ("哈萨克斯坦信息和通信管理局称", ["信息和通信管理局"]), ("智利能源部隊員", []), ("美國西部與德國總部", []), ("智利經濟部長說", [])],
)
def test_agencies_by_jurisdiction_and_form(pipeline: Pipeline, text: str, names: list[str]) -> None:
    """A place, words that names of public bodies are made of, and a form."""
    assert unlisted(pipeline, text, "AGENCY") == names


@pytest.mark.parametrize(
    ("text", "names"),
    [("證監會國際合作司公告", ["證監會國際合作司"]), ("伊朗國會國家安全委員會", ["國會國家安全委員會"]), ("工信部及財政部通知", [])],
)
def test_parent_and_sub_body_are_one_agency(pipeline: Pipeline, text: str, names: list[str]) -> None:
    """In one string they are one name; joined by a conjunction they are two."""
    assert unlisted(pipeline, text, "AGENCY") == names


@pytest.mark.parametrize(("text", "names"), [("问界 M9 Ultimate上市", ["问界 M9 Ultimate"]), ("DeepSeek-R1-0917與Qwen3-Max-2611", ["DeepSeek-R1-0917", "Qwen3-Max-2611"]), ("iPhone 17的屏幕", []), ("iPhone 17-2611元", [])])
def test_variants_of_listed_products(pipeline: Pipeline, text: str, names: list[str]) -> None:
    """The word for a variant belongs to the product's name."""
    assert unlisted(pipeline, text, "PRODUCT") == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("零跑C10、C19和C21三款車同日改款", ["C19", "C21"]),
        ("输出H200、H310与机架", ["H310"]),
        ("高通骁龙 8 Gen 3、Gen4", []),
        ("H200、9月出貨", []),
        ("問界M9 / M37新車", ["M37"]),
        ("H200、B9999", []),
    ],
)
def test_codes_in_a_row_with_a_listed_product(pipeline: Pipeline, text: str, names: list[str]) -> None:
    """A code of the same letters goes on from a listed one."""
    assert unlisted(pipeline, text, "PRODUCT") == names


def test_listed_names_win(pipeline: Pipeline) -> None:
    """A recogniser takes nothing from a listed name unless its own goes beyond it."""
    assert [s.source for s in pipeline.extract("搭載驍龍8 Elite").products] == ["lexicon"]
    assert [(s.text, s.source) for s in pipeline.extract("執行長黃仁勳說").people] == [("黃仁勳", "lexicon")]


@pytest.mark.parametrize(("text", "surface", "word"), [("由前瞻科技宣布", "前瞻科技", "ordinary word"), ("德國國防部長皮塔托璀訪美", "皮塔托", "on")])
def test_explain_tells_why_a_form_makes_no_name(pipeline: Pipeline, text: str, surface: str, word: str) -> None:
    """The losing reading is shown with its reason."""
    losers = {fold(verdict.text): verdict.reason for verdict in pipeline.explain(text).verdicts if verdict.entity is None}
    assert word in losers[fold(surface)]


def test_unlisted_names_have_a_stable_id(pipeline: Pipeline) -> None:
    """The same in every document and script; asked for, they stand in `by_entity` too."""
    ids = set()
    for text in ("由嵐岳半導體宣布", "由岚岳半导体宣布"):
        doc = pipeline.extract(text)
        assert doc.by_entity() == {}
        ids |= set(doc.by_entity(unlisted=True))
    assert ids == {"company:岚岳半导体"}


def test_flat_view_has_the_outermost_names(pipeline: Pipeline) -> None:
    """`Document.ents` neither nests nor overlaps nor holds policy actions."""
    doc = pipeline.extract("墨西哥央行批准，對輝達H200加徵關稅")
    assert all(isinstance(span, Span) and span.parent is None and span.label != "POLICY_ACTION" for span in doc.ents)
    assert all(a.end <= b.start for a, b in zip(doc.ents, doc.ents[1:], strict=False))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("立院三讀《嵐嶼科學園區設置條例》", ["嵐嶼科學園區設置條例"]),
        ("工信部印发《澜屿市集成电路产业三年行动计划》", ["澜屿市集成电路产业三年行动计划"]),
        ("將審議《高階晶片管理辦法》與《資料治理法草案》", ["高階晶片管理辦法", "資料治理法草案"]),
        ("援引《算力供應法案（Compute Supply Act）》接管", ["算力供應法案"]),
        ("依據《嵐嶼法》", ["嵐嶼法"]),
    ],
)
def test_laws_by_title(pipeline: Pipeline, text: str, names: list[str]) -> None:
    """A title in 《》 that ends as those of laws and plans do, without its marks."""
    assert unlisted(pipeline, text, "INSTRUMENT") == names


@pytest.mark.parametrize("text", ["小說《嵐嶼的冬天》出版", "雙方簽署《自由貿易協定》", "《行動方案》提出五項目標", "電影《登月計劃》上映", "《嵐嶼日報》報導"])
def test_titles_of_other_works_are_no_laws(pipeline: Pipeline, text: str) -> None:
    """Books, films, papers, and what a text calls an agreement or a plan by its kind."""
    assert unlisted(pipeline, text, "INSTRUMENT") == []


@pytest.mark.parametrize(("text", "names"), [("中國企業江蘇嵐岳公司涉案", ["江蘇嵐岳公司"]), ("江蘇電力公司檢修", []), ("江蘇的公司", []), ("江蘇分公司開幕", [])])
def test_companies_of_a_place(pipeline: Pipeline, text: str, names: list[str]) -> None:
    """A place, what is no word, and 公司 are one name."""
    assert unlisted(pipeline, text, "COMPANY") == names


@pytest.mark.parametrize(
    ("text", "name"),
    [("新一代Zen架構處理器問世", "Zen"), ("搭載36顆Vera CPU的機櫃", "Vera"), ("玩家在等《刺客教條：嵐嶼》上市", "刺客教條：嵐嶼")],
)
def test_where_the_name_of_a_product_ends(pipeline: Pipeline, text: str, name: str) -> None:
    """Before the word for what it is; behind the subtitle of a title."""
    assert name in [span.text for span in pipeline.extract(text).products]


def test_a_nested_place_makes_no_second_agency(pipeline: Pipeline) -> None:
    """中國 inside 中國氣象局, which is listed, does not make a public body of 氣象局."""
    assert [span.text for span in pipeline.extract("中國氣象局發布預警").agencies] == ["中國氣象局"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("搭載聯發科 MQ9917 處理器", ["MQ9917"]),
        ("华为 Vexora 大模型开放下载", ["Vexora"]),
        ("一款型号为 QX5521 的新机入网", ["QX5521"]),
        ("折叠手机 Vexo Flip 开售", ["Vexo Flip"]),
        ("品牌昨日推出 Tessaro 键盘", ["Tessaro"]),
        ("平板 Quorva 13 英寸版", ["Quorva"]),
        ("训练盘古-918B模型", ["盘古-918B"]),
        ("今日推出了 VEXO P6 CG 机箱", ["VEXO P6 CG"]),
        ("官方公布 Q71x 手机的配色", ["Q71x"]),
        ("升级 DDR5 RDIMM 主板", []),
        ("曲面 QD 240Hz 显示器", []),
        ("采用 Transformer 架构", []),
        ("台積電 N9P 製程", []),
        ("三星 P7 工厂停工", []),
        ("華為 L4 級自動駕駛", []),
        ("长荣航空CX8812航班", []),
        ("智能手机 App 更新", []),
        ("推出 AI 芯片", []),
        ("聯發科 Q3 營收", []),
    ],
)
def test_products_beside_their_maker_or_what_they_are(pipeline: Pipeline, text: str, names: list[str]) -> None:
    """A code or Latin name after its maker, after what it is, or after what is done with it; none of levels, nodes, quarters and usual abbreviations."""
    assert unlisted(pipeline, text, "PRODUCT") == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("获悉，*ST岚屿公告，公司股票", ["*ST岚屿"]),
        ("ST岚屿光公告，公司", ["ST岚屿光"]),
        ("ST板块走低", []),
        ("*ST不同于其他标记", []),
        ("获悉，*ST三岚公告，公司", ["*ST三岚"]),
        ("获悉，岚屿机械公告，公司股东", ["岚屿机械"]),
        ("具身智能企业“岚屿”宣布完成首轮测试", ["岚屿"]),
        ("“岚屿”近日完成数千万元天使轮融资", ["岚屿"]),
        ("企业“走出去”近日提速", []),
        ("股東嘉興嵐嶼股權投資合夥企業（有限合夥）減持", ["嘉興嵐嶼股權投資合夥企業（有限合夥）"]),
        ("普通合夥企業的稅負", []),
        ("股东杭州岚屿企业管理有限公司", ["杭州岚屿企业管理有限公司"]),
        ("由Quorvane Optical Technologies Corporation收購", ["Quorvane Optical Technologies Corporation"]),
        ("设立合资企业 QV Neo，", ["QV Neo"]),
        ("游戏外设品牌 QUORVA 昨日宣布", ["QUORVA"]),
        ("科技公司 CEO 表示", []),
    ],
)
def test_companies_by_marks_notices_and_quotation(pipeline: Pipeline, text: str, names: list[str]) -> None:
    """The exchange's mark, a notice, quotation marks beside what firms do, partnerships, Latin forms."""
    assert unlisted(pipeline, text, "COMPANY") == names


@pytest.mark.parametrize(
    ("text", "surface", "entity"),
    [
        ("聯準會（Quorvan Reserve Board）公告", "Quorvan Reserve Board", "us-fed"),
        ("聯發科（Quorvane Semi）", "Quorvane Semi", "mediatek"),
    ],
)
def test_latin_name_in_brackets_is_the_organisation_before_it(pipeline: Pipeline, text: str, surface: str, entity: str) -> None:
    """Both are names of one body."""
    assert [(span.text, span.entity) for span in pipeline.extract(text).spans if span.start == text.index(surface)] == [(surface, entity)]


@pytest.mark.parametrize("text", ["聯發科（QVTK）收漲", "聯發科（US-QVTK）", "聯發科（AI）"])
def test_codes_in_brackets_are_no_names(pipeline: Pipeline, text: str) -> None:
    """What an exchange calls a firm, and usual abbreviations."""
    assert [span.text for span in pipeline.extract(text).labelled("COMPANY")] == ["聯發科"]


@pytest.mark.parametrize(("text", "names"), [("金門縣水利局公告", ["金門縣水利局"]), ("葡萄牙水利局公告", ["水利局"])])
def test_a_body_of_a_city_has_its_place_in_its_name(pipeline: Pipeline, text: str, names: list[str]) -> None:
    """A country before a body is a place of its own."""
    assert unlisted(pipeline, text, "AGENCY") == names


def test_foreign_name_of_unusual_characters_before_its_latin_form(pipeline: Pipeline) -> None:
    """The dot and the brackets tell that both are names, with a hyphen too."""
    doc = pipeline.extract("工程師卡洛·文-奧賽（Carlo Wen-Osai）離職")
    assert [span.text for span in doc.labelled("PERSON")] == ["卡洛·文-奧賽", "Carlo Wen-Osai"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("匈牙利首都布達佩斯（Budapest）的工廠", ["Budapest"]),
        ("歐洲聯盟(EU)昨天通過", ["EU"]),
        ("法國高等教育暨研究部(Ministry of Higher Learning, MHL)說", ["Ministry of Higher Learning", "MHL"]),
        ("嵐岳半導體（Lanyue Semicon）宣布量產", ["Lanyue Semicon"]),
        ("波士頓顧問公司（BCG）的報告", ["BCG"]),
    ],
)
def test_latin_names_in_brackets(pipeline: Pipeline, text: str, names: list[str]) -> None:
    """What follows a name in brackets in Latin letters is another name of the same."""
    spans = pipeline.extract(text).spans
    for name in names:
        span = next(span for span in spans if span.text == name)
        assert span.entity == spans[spans.index(span) - 1].entity


@pytest.mark.parametrize(("text", "name"), [("台積電(TSM-US)收高", "TSM-US"), ("布達佩斯（AP）電", "AP"), ("嵐岳半導體（QRVN）上漲", "QRVN"), ("高雄(Kaohsung Arena Show)開唱", "Kaohsung Arena Show")])
def test_other_latin_words_in_brackets(pipeline: Pipeline, text: str, name: str) -> None:
    """A ticker, an agency of the press, or another thing at a place is no name of what stands before it."""
    assert not [span for span in pipeline.extract(text).spans if span.text == name and span.source == "local_alias"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("三部門印發關於嵐嶼市算力產業的指導意見，", ["關於嵐嶼市算力產業的指導意見"]),
        ("发布2027年算力网络标准工作要点。", ["2027年算力网络标准工作要点"]),
        ("深圳发布了智能算力集群发展行动计划，", ["智能算力集群发展行动计划"]),
        ("發布修訂後的算力券管理辦法。", []),
        ("正在制定关于算力的实施方案，", []),
        ("发布关于停工的消息，", []),
    ],
)
def test_laws_issued_without_their_marks(pipeline: Pipeline, text: str, names: list[str]) -> None:
    """A title between the word for issuing it and the end of its clause; what is only being drafted has none."""
    assert unlisted(pipeline, text, "INSTRUMENT") == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("名為「高階算力安全貿易限制法」", ["高階算力安全貿易限制法"]),
        ("依違反「算力中心管理辦法」開罰", ["算力中心管理辦法"]),
        ("「國籍法修正草案」", []),
        ("「這是他們唯一的辦法」", []),
        ("提出「特別法」草案", []),
        ("Lanyu Compute Security Act，簡稱", ["Lanyu Compute Security Act"]),
        ("提出Secure Compute Exports Act of 2027與The Act", ["Secure Compute Exports Act of 2027"]),
        ("the Affordable Care Act Now campaign", []),
    ],
)
def test_laws_in_quotation_marks_and_in_english(pipeline: Pipeline, text: str, names: list[str]) -> None:
    """A title that ends as a law's does; phrases and what a text calls a law by its kind are none, a listed law stays as it is."""
    assert unlisted(pipeline, text, "INSTRUMENT") == names


def test_one_body_by_two_names(pipeline: Pipeline) -> None:
    """Two names of one body side by side are two mentions, no body and its part."""
    found = [(span.text, span.entity) for span in pipeline.extract("英國央行英格蘭銀行維持利率不變。").labelled("AGENCY")]
    assert found == [("英國央行", "gb-boe"), ("英格蘭銀行", "gb-boe")]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("旅遊專員張馮泳蘭表示", ["張馮泳蘭"]),
        ("記者陳林幸蘭報導", ["陳林幸蘭"]),
        ("作家安妮莎．赫魯出席", ["安妮莎．赫魯"]),
        ("50歲的喬吉蘭夫今天說", ["喬吉蘭夫"]),
        ("，許上澄表示，", ["許上澄"]),
        ("（中央社記者郭宣澄新竹市14日電）", ["郭宣澄"]),
    ],
)
def test_people_by_rarer_forms(pipeline: Pipeline, text: str, names: list[str]) -> None:
    """Two family names, the wide dot, an age before the name, a dateline after it, a middle character that otherwise follows titles."""
    assert unlisted(pipeline, text, "PERSON") == names


@pytest.mark.parametrize("text", ["50歲的印刷廠老闆說", "，高層也表示，", "20歲的韓籍男子"])
def test_rarer_forms_without_a_name(pipeline: Pipeline, text: str) -> None:
    """The same contexts around ordinary words."""
    assert not [name for name in unlisted(pipeline, text, "PERSON") if len(name) > 2]


@pytest.mark.parametrize(("text", "names"), [("西班牙媒體集團普利薩（Priza Media）簽約", ["普利薩"]), ("埃及的奧塔薩集團（Otasa Group）說", ["奧塔薩集團"])])
def test_foreign_companies_before_their_latin_name(pipeline: Pipeline, text: str, names: list[str]) -> None:
    """What it is or its form, and a Latin name in brackets, tell the foreign name of a company."""
    assert [name for name in unlisted(pipeline, text, "COMPANY") if not name.isascii()] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("主角是卡洛 · 维兰德，", ["卡洛 · 维兰德"]),
        ("由查尔斯 · 维兰德接任", ["查尔斯 · 维兰德"]),
        ("由亚历克斯·维兰德接任", ["亚历克斯·维兰德"]),
        ("调查 · 报告", []),
    ],
)
def test_foreign_names_with_spaces_about_their_dot(pipeline: Pipeline, text: str, names: list[str]) -> None:
    """Some of the press sets the dot with spaces; some names begin with characters that no other foreign name holds."""
    assert unlisted(pipeline, text, "PERSON") == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("股东岚屿资本、江苏省新能源汽车和智能装备产业基金合伙企业（有限合伙）", ["岚屿资本", "江苏省新能源汽车和智能装备产业基金合伙企业（有限合伙）"]),
        ("上海和苏州岚屿半导体有限公司", ["苏州岚屿半导体有限公司"]),
    ],
)
def test_what_joins_words_inside_the_name_of_a_fund(pipeline: Pipeline, text: str, names: list[str]) -> None:
    """After a place and what is no firm, 和 joins parts of one name."""
    assert unlisted(pipeline, text, "COMPANY") == names


@pytest.mark.parametrize("text", ["《.NET", "《H200", "執行長", "獲悉，", "推出", "手機", "（", "總監（", "*ST", "「"])
def test_a_text_may_end_anywhere(pipeline: Pipeline, text: str) -> None:
    """What a recogniser begins with may be the last of the text."""
    assert pipeline.extract(text).text == text


@pytest.mark.parametrize(
    ("text", "surface"),
    [("英文名称为“MediaTek Limited”", "MediaTek Limited"), ("由MediaTek Inc.发布", "MediaTek Inc."), ("MediaTek Group Test 结束", "MediaTek"), ("聯發科 AG 系列", "聯發科")],
)
def test_the_latin_form_belongs_to_a_listed_firm(pipeline: Pipeline, text: str, surface: str) -> None:
    """Inc., Limited and their like after the Latin name, before no other Latin word; the entity is that of the name."""
    assert [(span.text, span.entity) for span in pipeline.extract(text).labelled("COMPANY")] == [(surface, "mediatek")]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("本轮融资由岚岳投资联合领投，此外余姚岚屿基金、枫澜科创也参与", ["岚岳投资", "余姚岚屿基金", "枫澜科创"]),
        ("由岚湾工场创投基金领投，老股东岚榕资本、枫澜产投跟投", ["岚湾工场创投基金", "岚榕资本", "枫澜产投"]),
        ("完成B轮融资，由社会资本、多家知名基金和产业资本跟投", []),
        ("鼓励绿色投资、发展产业基金，支持企业融资", []),
    ],
)
def test_investors(pipeline: Pipeline, text: str, names: list[str]) -> None:
    """By what investors are called, in a row of a sentence that tells who leads and follows a round; kinds of money are no names."""
    assert unlisted(pipeline, text, "COMPANY") == names


@pytest.mark.parametrize(
    ("text", "surface"),
    [("該公司由聯發科科技有限公司全資持股", "聯發科科技有限公司"), ("聯發科新材料科技股份有限公司公告", "聯發科新材料科技股份有限公司"), ("聯發科股份有限公司公告", "聯發科股份有限公司")],
)
def test_the_legal_form_belongs_to_a_listed_firm(pipeline: Pipeline, text: str, surface: str) -> None:
    """The whole name with its form is the firm that the name before the form is."""
    assert [(span.text, span.entity) for span in pipeline.extract(text).labelled("COMPANY")] == [(surface, "mediatek")]
