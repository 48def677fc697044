"""Constructions of English that tell a deed, or only look so: plain sentences, each with what must be read."""

from __future__ import annotations

import pytest

from pipeline.domain.vocabulary import EventType
from tests.unit.extraction.telling import read, told


@pytest.mark.parametrize(
    ("text", "type_", "realis"),
    [
        ("The foreign ministers of Peru and Chile shook hands in Arica on Monday.", "CONSULT", "occurred"),
        ("Chile's foreign minister and his Peruvian counterpart sat together in Arica on Monday.", "CONSULT", "occurred"),
        ("Peru's congress elected Elena Quispe speaker on Monday.", "AGREE", "occurred"),
        ("Elena Quispe was elected prime minister of Peru on Monday.", "AGREE", "occurred"),
        ("Bolivia put back its deadline for the Chilean government on Monday.", "CONCEDE", "occurred"),
        ("Peru barred Chilean ships from its ports on Monday.", "SANCTION", "occurred"),
        ("Police bundled two opposition leaders into a van in Arica on Monday.", "COERCE", "occurred"),
        ("Chile presented Bolivia with a list of demands on Monday.", "REQUEST", "occurred"),
        ("The bill passed its second reading on Monday.", "AGREE", "occurred"),
        ("The treaty will be put to the vote on Thursday.", "AGREE", "planned"),
        ("The treaty scraped through the senate on Monday by two votes.", "AGREE", "occurred"),
        ("The new president will be sworn in on Friday.", "AGREE", "planned"),
        ("The inauguration of President Quispe was put off by a week.", "AGREE", "postponed"),
        ("The ruling party expelled the former president on Monday.", "SANCTION", "occurred"),
        ("Lawmakers began impeachment proceedings against President Quispe on Monday.", "ACCUSE", "occurred"),
        ("The opposition will challenge the result in court this week.", "ACCUSE", "planned"),
        ("Nurses in Auckland will be out again on Thursday.", "PROTEST", "planned"),
        ("The railway union is calling its members out on Friday.", "PROTEST", "planned"),
        ("Lorry drivers brought the Chilean capital to a standstill on Monday.", "PROTEST", "occurred"),
        ("Tens of thousands walked in silence through Valparaiso on Sunday.", "PROTEST", "occurred"),
        ("Arica came under fire from the sea on Monday.", "ASSAULT", "occurred"),
        ("A hospital in Arica was hit on Monday, the mayor said.", "ASSAULT", "occurred"),
        ("Peru drafted in 300 soldiers to guard the port of Callao on Monday.", "MOBILIZE", "occurred"),
        ("Bolivia is withdrawing its staff from the joint river commission with Peru.", "SANCTION", "planned"),
        ("Chile took the rebel movement off its list of terrorist groups on Monday.", "CONCEDE", "occurred"),
        ("The captured pilots were handed to the Red Cross in Arica on Sunday.", "RETREAT", "occurred"),
        ("Bolivia's senate turned down the border treaty with Chile on Monday.", "REJECT", "occurred"),
        ("Chile's foreign minister is in Lima.", "CONSULT", "occurred"),
        ("Peru's chief negotiator was in Lima for rather less than a day.", "CONSULT", "occurred"),
        ("Elena Quispe, the UN envoy, was in Lima only ten days ago.", "CONSULT", "occurred"),
        ("Peru's premier saw the five main parties one after another at a hotel in Callao on Monday.", "CONSULT", "occurred"),
        ("Chile's premier was on the phone with the president of Peru on Monday.", "CONSULT", "occurred"),
        ("Chile's president has accepted an invitation to Lima.", "CONSULT", "planned"),
        ("Bolivia will stop supplying Chile with gas.", "SANCTION", "planned"),
        ("Bolivia ordered its ambassador home on Monday.", "SANCTION", "occurred"),
        ("Peru's junta put three officers to death on Monday.", "ASSAULT", "occurred"),
        ("Chile took Bolivia to court on Monday over the river.", "ACCUSE", "occurred"),
        ("Chile's congress voted against the treaty by 80 votes to 70 on Monday.", "REJECT", "occurred"),
        ("Peru's premier won a vote of confidence in congress on Monday.", "AGREE", "occurred"),
        ("Bolivia sent warplanes over Arica on Monday.", "ASSAULT", "occurred"),
        ("Bolivia's president sent tanks into the streets of La Paz on Sunday.", "MOBILIZE", "occurred"),
        ("The opposition leader attacked the premier on Monday for his handling of the drought.", "ACCUSE", "occurred"),
        ("The delegations broke off at midnight in Lima and will resume on Thursday.", "CONSULT", "occurred"),
        ("No trams, no post: the general strike in Chile has begun.", "PROTEST", "occurred"),
        ("Train drivers in Peru will stop work for 30 hours from Wednesday evening, their union said.", "PROTEST", "planned"),
        ("Students occupied the Casa Central in Santiago on Sunday night.", "PROTEST", "occurred"),
        ("Farmers dumped manure outside the prefecture in Arica on Monday.", "PROTEST", "occurred"),
        ("Crowds pulled down the statue of the general in Santiago on Sunday.", "PROTEST", "occurred"),
        ("A judge in Lima jailed two union leaders on Monday pending trial.", "COERCE", "occurred"),
        ("Chile announced visa restrictions on Bolivian officials on Monday.", "SANCTION", "occurred"),
        ("Peru got back 22 captured soldiers from Bolivia on Sunday.", "RETREAT", "occurred"),
        ("A ceasefire between the army and the rebels in Peru came into force on Sunday.", "AGREE", "occurred"),
        ("The border treaty goes before Peru's senate on Thursday.", "AGREE", "planned"),
        ("Bolivia's parliament failed for a third time on Monday to elect a speaker.", "REJECT", "occurred"),
        ("Chile's premier spent Sunday evening with the president of Peru in Lima.", "CONSULT", "occurred"),
        ("Roads were blocked in five provinces of Bolivia on Monday.", "PROTEST", "occurred"),
        ("Thousands of people held hands across Arica on Sunday.", "PROTEST", "occurred"),
        ("Forty policemen were hurt in Arica on Monday.", "ASSAULT", "occurred"),
        ("Peru declared two Bolivian diplomats unwelcome on Monday.", "SANCTION", "occurred"),
        ("Officials reported a coup in Bolivia on Monday.", "COERCE", "occurred"),
        ("Peru's parliament is to make Elena Quispe prime minister on Friday.", "AGREE", "planned"),
        ("A tribunal in Lima found the general guilty of murder on Monday.", "SANCTION", "occurred"),
        ("Peru's parliament will vote on the impeachment of the president on Friday.", "ACCUSE", "planned"),
        ("A drill of the South Korean and American navies began on Monday.", "COOPERATE", "occurred"),
        ("A drill of the South Korean navy began on Monday.", "MOBILIZE", "occurred"),
        ("A ceasefire took effect in Bolivia on Sunday.", "AGREE", "occurred"),
        ("Lima came to a standstill on Monday because of a general strike.", "PROTEST", "occurred"),
        ("The Chilean foreign minister called on King Salman in Jeddah on Sunday.", "CONSULT", "occurred"),
        ("Elena Quispe was voted in on 8 March.", "AGREE", "occurred"),
        ("Peru made an offer of 300 million dollars to Bolivia on Monday.", "AID", "planned"),
        ("A gathering of African leaders opened in Abuja on Monday.", "CONSULT", "occurred"),
        ("Thousands of people held a silent gathering in Lima on Monday.", "PROTEST", "occurred"),
        ("A march by students ended in clashes on Monday.", "PROTEST", "occurred"),
        ("Train drivers in Peru will strike over pay on Friday.", "PROTEST", "planned"),
        ("Peru and Chile plan to sign a border treaty on Friday.", "AGREE", "planned"),
        ("Peru was to expel 200 Bolivian migrants on Friday.", "COERCE", "planned"),
        ("The two sides wound up talks in Lima on Friday.", "CONSULT", "occurred"),
        ("Bolivia was promised 300 million dollars on Monday.", "AID", "planned"),
        ("Chile withdrew the last of its ground forces from Arica on Monday.", "RETREAT", "occurred"),
        ("Chile on Monday blocked the renewal of the mission in Bolivia.", "REJECT", "occurred"),
        ("A rally of the opposition in Lima was called off on Monday.", "PROTEST", "cancelled"),
        ("Chile promised Bolivia 300 million dollars on Monday.", "AID", "planned"),
        ("Bolivia's president signed a decree banning all parties on Monday.", "COERCE", "occurred"),
        ("Tariffs of 25 per cent on Peruvian steel took effect on Monday.", "SANCTION", "occurred"),
        ("Chile has delayed the tariffs on Peruvian tomatoes until September.", "SANCTION", "postponed"),
        ("The trial of eleven officers opened in Lima on Monday.", "ACCUSE", "occurred"),
        ("The emir of Kuwait is expected in Lima on Thursday.", "CONSULT", "planned"),
        ("Guns fell silent in Arica on Monday.", "AGREE", "occurred"),
        ("Creditors forgave half of Bolivia's debt on Monday.", "AID", "occurred"),
        ("Peruvian soldiers quit their base at Arica on Monday.", "RETREAT", "occurred"),
        ("Thousands marched in Santiago on Monday, the anniversary of the coup.", "PROTEST", "occurred"),
        ("Talks between Chile and Peru resume in Arica on Thursday.", "CONSULT", "planned"),
        ("The Chilean president, a former judge, called his ministers together in Arica on Monday.", "CONSULT", "occurred"),
        ("Customs officers in Arica impounded 300 tonnes of flour on Monday.", "COERCE", "occurred"),
        ("On Sunday, a day before the ministers of Peru and Chile meet in Arica, shells hit Tacna.", "CONSULT", "planned"),
        ("The minister came down on the side of the strikers on Monday.", "SUPPORT", "occurred"),
        ("Rescue teams from Chile flew to Peru on Monday.", "AID", "occurred"),
        ("The World Food Programme sent two more aircraft to Peru on Monday.", "AID", "occurred"),
        ("A chartered jet brought Peru 600,000 doses of vaccine on Monday.", "AID", "occurred"),
        ("Peru's president signed into law $4 billion in new assistance for Bolivia on Monday.", "AID", "occurred"),
        ("The strike at the Arica shipyard entered its third day on Monday.", "PROTEST", "ongoing"),
        ("Joint manoeuvres of Chile with Peru, planned for August, will not now go ahead.", "COOPERATE", "cancelled"),
        ("Opposition leaders are being rounded up in Lima.", "COERCE", "ongoing"),
        ("Peru and Chile agreed on a treaty to be signed in Arica on Friday.", "AGREE", "planned"),
        ("The summit that was postponed in January opens in Lima on Friday.", "CONSULT", "planned"),
        ("Chile's foreign minister leaves for Lima this week.", "CONSULT", "planned"),
        ("Police in Arica dispersed students who had gathered outside the ministry on Monday.", "PROTEST", "occurred"),
        ("Police used tear gas on Monday against students marching on the congress in Lima.", "PROTEST", "occurred"),
        ("Riot police broke up a sit-in by pensioners in Arica on Monday.", "ASSAULT", "occurred"),
        ("Three relief ships were denied permission on Monday to land supplies in Peru.", "REJECT", "occurred"),
        ("Customs held up a shipment of relief supplies in Callao on Monday.", "REJECT", "occurred"),
        ("Four Chilean warships are to leave the waters off Peru on Thursday.", "RETREAT", "planned"),
        ("The Chilean carrier sailed away from the coast of Peru on Monday.", "RETREAT", "occurred"),
    ],
)  # fmt: skip
def test_reads_the_construction(text: str, type_: str, realis: str) -> None:
    assert (type_, realis) in told(text), read(text)


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("The president told ministers that the harvest had been good.", "REQUEST"),  # telling that is no order
        ("The harvest had been good, Peru's president told reporters on Monday.", "REQUEST"),
        ("Hurricane Mitch struck Honduras on Monday.", "ASSAULT"),
        ("Bolivia's president signed a decree banning all parties on Monday.", "AGREE"),
        ("Arica beat Lima in the league on Monday, scoring two goals.", "ASSAULT"),
        ("Chileans rejected the treaty in a referendum on Sunday.", "AGREE"),  # a ballot is how it was rejected
        ("Peru is to hand over 23 badly wounded Bolivians on Monday.", "ASSAULT"),
        ("The two presidents walked out before the press in Lima on Monday.", "SANCTION"),
        ("A bill before the US Congress would cut the fee.", "CONSULT"),  # a body, no congress that meets
        ("The president is in hospital in Lima.", "CONSULT"),
        ("Negotiators are to try again in Lima in April.", "ACCUSE"),
        ("Peru's minister told the envoy on Monday that the delegation was leaving.", "SANCTION"),
        ("Peru's envoys are to open talks in Arica on Friday, the minister told Elena Quispe on Monday.", "SANCTION"),
        ("Dozens of the burned and injured have been taken to hospitals in Lima.", "ASSAULT"),
        ("The mayor of Lima vowed to stand firm.", "AGREE"),
        ("A strike was set for Monday.", "ASSAULT"),
        ("The minister hit a nerve, according to Peru's newspapers.", "ACCUSE"),
        ("Peru nearly expelled ten Chilean diplomats on Monday.", "SANCTION"),
        ("Peru came close to expelling ten Chilean diplomats on Monday.", "SANCTION"),
        ("Peru failed on Monday to expel ten Chilean diplomats.", "SANCTION"),
        ("A Chilean transport plane came down in Arica on Monday.", "SUPPORT"),
        ("Three governments waited on Monday for permission to send food to Peru.", "AID"),
        ("Peru gave no leave on Monday for Chile to send food to Tacna.", "AID"),
        ("Mr Ban, whose first visit to Peru ended on Friday, was in Chile on Monday.", "COERCE"),
        ("Mr Ban, whose first visit to Peru ended on Friday, was in Chile on Monday.", "CONCEDE"),
        ("A missile strike at the Arica plant killed nine people on Monday.", "PROTEST"),
        ("The warship had at no time on Monday left Chilean waters.", "RETREAT"),
        ("The firm won the contract in Lima on Monday with bribes.", "AGREE"),
    ],
)
def test_does_not_mistake(text: str, type_: str) -> None:
    assert type_ not in {kind for kind, _ in told(text)}, read(text)


@pytest.mark.parametrize(
    ("text", "type_", "realis"),
    [
        ("Nurses in Auckland will not walk out on Thursday after all.", "PROTEST", "cancelled"),
        ("Peru's foreign minister hopes to meet his Chilean counterpart in Arica on Thursday.", "CONSULT", "planned"),
        ("The deadline for a border accord between Peru and Chile has been moved, this time to Friday.", "AGREE", "planned"),
        ("The negotiators of Peru and Chile have until Friday to complete an agreement.", "AGREE", "planned"),
        ("Heavy guns could be heard in Arica on Monday.", "ASSAULT", "occurred"),
        ("Shells fell on Arica on Monday, a nurse said.", "ASSAULT", "occurred"),
        ("The nurses of Auckland announced on Monday that they would walk out on Thursday.", "PROTEST", "planned"),
        ("The senate of Bolivia threw out the accord by 20 votes to 12 on Monday.", "REJECT", "occurred"),
        ("Peru's deputies will vote on Thursday on a motion of no confidence.", "REJECT", "planned"),
        ("Peru's parliament is to vote on the border treaty on Thursday.", "AGREE", "planned"),
        ("Lima must be vacated by Friday.", "RETREAT", "planned"),
        ("A court in Lima ruled on Monday that the troops should return to barracks.", "RETREAT", "planned"),
        ("Kenya to send 1,000 police to Haiti", "MOBILIZE", "planned"),
        ("Rebels have begun shelling the outskirts of Arica.", "ASSAULT", "ongoing"),
        ("Police in Lima have been rounding up activists since Monday.", "COERCE", "ongoing"),
        ("Chile's president went on television on Monday to say that he had dissolved congress.", "COERCE", "occurred"),
        ('"I have decided to break relations with Chile," the president of Peru said.', "SANCTION", "planned"),
        ("The army of Peru did not shell the town, it said on Monday.", "ASSAULT", "denied"),
        # an infinitive behind its day, and what comes about by it
        ("Peru managed on Monday to expel ten Chilean diplomats.", "SANCTION", "occurred"),
        ("Peru was forced on Monday to expel ten Chilean diplomats.", "SANCTION", "occurred"),
        ("Peru was quick on Monday to expel ten Chilean diplomats.", "SANCTION", "occurred"),
        ("Peru went so far on Monday as to expel ten Chilean diplomats.", "SANCTION", "occurred"),
        ("Peru was left on Monday with no choice but to expel ten Chilean diplomats.", "SANCTION", "occurred"),
        ("Peru is set to expel ten Chilean diplomats on Thursday.", "SANCTION", "planned"),
        ("Peru is on the verge of expelling ten Chilean diplomats.", "SANCTION", "planned"),
        ("Peru would expel ten Chilean diplomats, its foreign minister announced on Monday.", "SANCTION", "planned"),
        # what becomes of an object
        ("The junta in Lima declared the radio station closed on Monday.", "COERCE", "occurred"),
        ("The governor saw his palace in Arica stormed by rioters on Sunday.", "ASSAULT", "occurred"),
        ("Assets of the Bolivian state in Peru, thought to exceed $6 billion, were blocked by decree.", "SANCTION", "occurred"),
        ("Peru and Chile clinched a fisheries deal on Monday.", "AGREE", "occurred"),
    ],
)  # fmt: skip
def test_reads_how_it_is_presented(text: str, type_: str, realis: str) -> None:
    assert (type_, realis) in told(text), read(text)


@pytest.mark.parametrize(
    ("first", "then", "type_", "realis"),
    [
        ("Peru's summit with Chile, due on Friday, has been postponed.", "No new date has been fixed.", "CONSULT", "postponed"),
        ("Peru's summit with Chile, due on Friday, has been postponed.", "Quito called the delay a pity.", "CONSULT", "postponed"),
        ("Peru and Chile signed a border treaty on Monday.", "Both confirmed it in Lima.", "AGREE", "occurred"),
        ("Peru and Chile are to sign a border treaty on Thursday.", "They will do so in Arica.", "AGREE", "planned"),
        ("Peru agreed on Monday to a halt in attacks on ships.", "It did so in a call with Chile.", "AGREE", "occurred"),
        ("Peru and Chile are to hold talks in Arica on Thursday.", "Both said that they would come.", "CONSULT", "planned"),
        ("Thousands demonstrated in Lima on Monday.", "The gathering ended with candles.", "PROTEST", "occurred"),
        ("Nurses in Auckland went on strike on Monday.", "They will strike again on Friday.", "PROTEST", "planned"),
    ],
)  # fmt: skip
def test_takes_up_what_was_told(first: str, then: str, type_: str, realis: str) -> None:
    assert (type_, realis) in {
        (str(m.type), str(m.realis)) for m in read(f"{first} {then}").mentions if m.quote in then
    }


def test_tells_two_deeds_of_one_type_apart() -> None:
    text = "Peru's house approved the treaty with Chile on Monday, three days after the senate had passed the treaty."
    assert [str(m.type) for m in read(text).mentions].count("AGREE") == 2, read(text)


def test_a_surname_that_is_a_month_is_somebody() -> None:
    found = read("Theresa May met the Dutch prime minister in The Hague on Monday.").mentions
    assert any("May" in actor.name for mention in found for actor in mention.actors), found


@pytest.mark.parametrize(
    ("text", "type_", "realis"),
    [
        ("The ferry strike which the union had called for Thursday is off.", "PROTEST", "cancelled"),
        ("Peru put off the rail strike that was planned for Thursday.", "PROTEST", "postponed"),
        ("A vote on the border treaty, due in Peru's senate on Thursday, is off for now.", "AGREE", "postponed"),
        ("Chile has broken off its part in the Arica talks.", "SANCTION", "occurred"),
        ("Several thousand Bolivians burst into the parliament building in La Paz on Monday.", "PROTEST", "occurred"),
        ("Peru recalled its envoy four days after the downing of a Peruvian helicopter.", "ASSAULT", "occurred"),
        ("Peru's president will still be in office when Chile's president arrives on 3 April.", "CONSULT", "planned"),
    ],
)  # fmt: skip
def test_reads_what_became_of_it(text: str, type_: str, realis: str) -> None:
    assert (type_, realis) in told(text), read(text)


@pytest.mark.parametrize(
    ("text", "told_of", "topic"),
    [
        ("Talks on a ceasefire in Peru opened in Quito on Monday.", "CONSULT", "AGREE"),
        ("A conference on aid for Bolivia opened in Lima on Monday.", "CONSULT", "AID"),
        ("The presidents of Peru and Chile spoke by phone on Monday about the fighting in Bolivia.", "CONSULT", "ASSAULT"),
        ("Ministers of Peru and Chile discussed the release of the hostages on Monday.", "CONSULT", "RETREAT"),
        ("Negotiations over the withdrawal of Peruvian troops began in Quito on Monday.", "CONSULT", "RETREAT"),
    ],
)  # fmt: skip
def test_what_talks_are_about_is_not_told(text: str, told_of: str, topic: str) -> None:
    assert {type_ for type_, _ in told(text)} == {told_of}, topic


def test_a_topic_with_its_own_day_is_told() -> None:
    assert ("ASSAULT", "occurred") in told("Ministers of Peru and Chile discussed Sunday's attack on Arica on Monday.")


@pytest.mark.parametrize(
    "text",
    [
        "Peru and the rebels agreed on Monday on the release of 50 hostages.",
        "Peru and the rebels reached a deal on Monday on the release of 50 hostages.",
        "Peru and the rebels signed an accord on the release of 50 hostages on Monday.",
    ],
)
def test_what_was_agreed_on_is_to_come(text: str) -> None:
    found = {str(m.type): (str(m.realis), m.when.starts_on) for m in read(text).mentions}
    assert found["AGREE"][0] == "occurred", found
    assert found["RETREAT"] == ("planned", None), found


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("The presidents of Peru and Chile spoke by phone on Monday about the war in Yemen.", "YEM"),
        ("Ministers of Peru and Chile discussed the war in Yemen in Lima on Monday.", "YEM"),
    ],
)
def test_a_meeting_is_not_where_its_topic_is(text: str, country: str) -> None:
    assert all(m.place is None or m.place.country != country for m in read(text).mentions), read(text)


def test_what_talks_are_on_takes_no_part_in_them() -> None:
    (mention,) = read("Norway and Sweden held talks on Cyprus in Lisbon on Monday.").mentions
    assert {actor.name for actor in mention.actors} == {"Norway", "Sweden"}


@pytest.mark.parametrize(
    ("text", "told_of"),
    [
        ("Rebels captured Bunia on 4 March, Goma on 9 March.", {("Bunia", "2024-03-04"), ("Goma", "2024-03-09")}),
        ("The premier visited Oslo on Friday and Helsinki on Monday.", {("Oslo", "2024-03-08"), ("Helsinki", "2024-03-11")}),
        ("The premier visited Oslo on Friday, Elena Quispe said on Monday.", {("Oslo", "2024-03-08")}),
    ],
)  # fmt: skip
def test_a_verb_that_is_left_out_tells_another_deed(text: str, told_of: set[tuple[str, str]]) -> None:
    found = {(m.place.name, str(m.when.starts_on)) for m in read(text).mentions if m.place is not None}
    assert found == told_of, read(text)


def test_what_two_agree_to_agree_is_one_accord() -> None:
    (mention,) = read("Peru and Chile on Monday agreed to end their border dispute.").mentions
    assert (str(mention.type), str(mention.realis)) == ("AGREE", "occurred")


def test_who_has_it_done_does_it() -> None:
    (mention,) = read("Peru's prime minister had his rival arrested on Monday.").mentions
    assert {(a.role.value, a.name) for a in mention.actors} == {
        ("source", "Peru's prime minister"),
        ("target", "his rival"),
    }


def test_what_is_said_now_was_said_by_its_day() -> None:
    told_on = {
        str(m.when.starts_on)
        for m in read(
            "Two agents planted the bomb that killed him, prosecutors allege in warrants made public on Friday."
        ).mentions
        if m.type is EventType.ACCUSE
    }
    assert told_on == {"2024-03-08"}


def test_two_days_are_two_deeds() -> None:
    found = read("Nurses in Auckland will go on strike on 15 and 20 April.").mentions
    assert [m.when.starts_on.day for m in found if m.when.starts_on] == [15, 20], found


@pytest.mark.parametrize(
    "text",
    [
        "Chile's minister declined to comment on the procedure of another parliament.",
        "Neither side has withdrawn its offer.",
        "There is no commitment to hold fire.",
        "The oil that the generals sell to Chile has doubled in price.",
        "Peru has a treaty with Chile.",
        "Omar Sow broke the news to his party in parliament.",
        "Newspapers speculated about the Chilean president's visit to Peru.",
        "The opposition fears the arrest of its leader, Omar Sow.",
        "The ministers of the bloc fired off a statement in Arica.",
        "Peru's foreign minister did not meet the envoy, nor did he see the Chilean president.",
    ],
)
def test_makes_no_mention(text: str) -> None:
    assert not [m for m in read(text).mentions if m.type != "ASSAULT" or "fired off" in text], read(text)


@pytest.mark.parametrize(
    ("text", "type_", "quote"),
    [
        (  # the journey is no deed of its own: who met is told with it
            "Elena Quispe walked to the gate late on Monday and talked with the leader of the protests.",
            "CONSULT",
            "Elena Quispe walked to the gate late on Monday and talked with the leader of the protests.",
        ),
        (
            "Elena Quispe condemned the vote on Monday and met Chile's president in Arica.",
            "CONSULT",
            "met Chile's president in Arica",
        ),
    ],
)
def test_a_quote_says_who_did_it_unless_that_is_another_deed(text: str, type_: str, quote: str) -> None:
    quotes = [m.quote.rstrip(".") for m in read(text).mentions if m.type == type_]
    assert quotes == [quote.rstrip(".")]


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("Peru suspended its part in the border accord on Friday.", ["SANCTION"]),
        ("Thousands marched in Lima on Sunday against the deal with Chile.", ["PROTEST"]),
        ("Her deal with Chile was thrown out on Tuesday by 300 votes to 12.", ["REJECT"]),
        ("Peru's president spoke with his Chilean counterpart after a summit in Quito on Monday.", ["CONSULT"]),
        ("Peru's minister resigned on Monday after a march by thousands of teachers in Lima.", ["PROTEST", "RETREAT"]),
        ("Peru quit the accord of 4 May on Friday.", ["SANCTION"]),
    ],
)
def test_what_a_deed_is_about_is_no_deed_of_its_own(text: str, types: list[str]) -> None:
    assert sorted({str(m.type) for m in read(text).mentions}) == types


def test_a_relative_pronoun_stands_for_a_word_of_its_own_sentence() -> None:
    text = (
        "Peru and Chile signed a fishing accord on Monday. A strike that began on Tuesday has shut every port in Peru."
    )
    assert [str(m.type) for m in read(text).mentions] == ["AGREE", "PROTEST"]


@pytest.mark.parametrize(
    ("text", "realis", "day"),
    [
        ("The truce will be extended by a week, Egypt's foreign ministry said on Friday.", "occurred", "2024-03-08"),
        ("The pact will be kept alive for two more years, Peru's president said on Friday.", "occurred", "2024-03-08"),
        ("The treaty will be signed in Rome, officials said on Friday.", "planned", None),
    ],
)
def test_who_announces_that_an_accord_lasts_longer_has_agreed_to_it(text: str, realis: str, day: str | None) -> None:
    (mention,) = [m for m in read(text).mentions if m.type == "AGREE"]
    assert (mention.realis, mention.when.starts_on and mention.when.starts_on.isoformat()) == (realis, day)


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("Deputies of the National Rally met farmers in Lille on Monday.", {"CONSULT"}),
        ("The Organization for Security and Cooperation in Europe sent observers to Osh on Monday.", {"AID"}),
        ("A national rally was held in Lille on Monday.", {"PROTEST"}),
        ("The party congress was held in Lille on Monday.", {"CONSULT"}),
        ("Three students were held on Monday by the police in Lille.", {"COERCE"}),
    ],
)
def test_a_word_in_the_name_of_a_body_is_no_deed(text: str, types: set[str]) -> None:
    assert {str(m.type) for m in read(text).mentions} == types


@pytest.mark.parametrize(
    "text",
    [
        "Two men were arrested in Arica on Friday on suspicion of planning an attack on the synagogue.",
        "A clerk was charged on Friday with plotting to bomb the embassy in Arica.",
        "A clerk was jailed on Friday for planning a raid on the central bank in Arica.",
    ],
)
def test_what_somebody_is_suspected_of_is_no_attack(text: str) -> None:
    assert "ASSAULT" not in {str(m.type) for m in read(text).mentions}


@pytest.mark.parametrize(
    ("text", "realis", "sources"),
    [
        ("The army confirmed an ambush by rebels near Arica on Sunday.", "occurred", {"rebels"}),
        ("Residents reported shelling in Arica on Friday.", "occurred", set()),
        ("Residents reported heavy shelling by the army in Arica on Friday.", "occurred", {"the army"}),
        ("The ministry recorded two attacks on villages near Arica on Monday.", "occurred", set()),
        ("Witnesses described an air strike on the market of Arica on Monday.", "occurred", set()),
        (
            "The court convicted five men of the bombing of a bus in Arica on Friday.",
            "occurred",
            {"five men of the bombing"},
        ),
    ],
)
def test_who_tells_of_an_attack_has_not_made_it(text: str, realis: str, sources: set[str]) -> None:
    (mention,) = [m for m in read(text).mentions if m.type == "ASSAULT"]
    assert (mention.realis, {a.text for a in mention.actors if a.role == "source"}) == (realis, sources)


def test_a_spokesman_is_whom_he_speaks_for() -> None:
    (mention,) = read("A spokesman for the Kremlin announced the release of two Peruvians on Tuesday.").mentions
    assert [a.text for a in mention.actors if a.role == "source"] == ["Kremlin"]
    (visit,) = read("The palace confirmed the king's visit to Lima on Friday.").mentions
    assert (visit.realis, [a.text for a in visit.actors if a.role == "source"]) == ("planned", ["the king"])


def test_what_comes_into_force_is_done_to_no_force() -> None:
    (mention,) = read("Peruvian tariffs on Chilean shoes came into force on Sunday.").mentions
    assert (str(mention.when.starts_on), [a.text for a in mention.actors]) == ("2024-03-10", ["Peruvian"])


def test_two_powers_answer_each_other_in_two_deeds() -> None:
    found = read(
        "Peru expelled the Chilean ambassador on Monday, and Chile ordered the Peruvian envoy to leave within a day."
    )
    assert [a.text for m in found.mentions for a in m.actors if a.role == "source"] == ["Peru", "Chile"]


@pytest.mark.parametrize(
    ("text", "type_", "source"),
    [
        ("The attack on Monday, for which Peru blames Chile, killed 11 people.", "ASSAULT", "Chile"),
        ("The raid, blamed on Boko Haram, left 20 people dead on Friday.", "ASSAULT", "Boko Haram"),
        (
            "The court jailed him on Monday, prompting thousands to march through Lima.",
            "PROTEST",
            "thousands",
        ),
    ],
)
def test_who_is_blamed_or_moved_to_it_has_done_it(text: str, type_: str, source: str) -> None:
    assert [a.text for m in read(text).mentions if m.type == type_ for a in m.actors if a.role == "source"] == [source]


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("Peru's president said on Sunday that duties on steel from Chile would rise on Friday.", ["Peru's president"]),
        ("The Chilean minister said that tariffs on Chilean copper would rise to 20 percent on Friday.", []),
        ("Peru said that Bolivian tariffs on its steel would rise on Friday.", ["Bolivian"]),
    ],
)
def test_who_announces_sanctions_imposes_them(text: str, sources: list[str]) -> None:
    (mention,) = [m for m in read(text).mentions if m.type == "SANCTION"]
    assert [a.text for a in mention.actors if a.role == "source"] == sources


def test_two_days_of_two_months_are_two_deeds() -> None:
    found = read("Peruvian duties take effect in two steps, on September 1 and December 15.")
    assert [str(m.when.starts_on) for m in found.mentions] == ["2024-09-01", "2024-12-15"]


def test_since_when_something_is_the_first_or_the_most_is_not_its_day() -> None:
    days = {
        "The talks, the first since May, ended in Lima on Monday.": "2024-03-11",
        "The talks, the first since 2019, opened in Lima on Monday.": "2024-03-11",
        "The attack in Lima, the deadliest since January, killed nine people on Sunday.": "2024-03-10",
        "The summit - their third this year - will open in Lima on Thursday.": "2024-03-14",
        "Nurses in Lima have been on strike since Monday.": "2024-03-11",
    }
    assert {text: str(read(text).mentions[0].when.starts_on) for text in days} == days
