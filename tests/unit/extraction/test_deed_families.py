"""Families of words that tell one kind of deed, each with a look-alike beside it that tells another or none."""

from __future__ import annotations

import pytest

from tests.unit.extraction.telling import read, told


@pytest.mark.parametrize(
    ("text", "type_", "realis"),
    [
        # given words, backing, recognition
        ("Peru gave its backing to the interim government in La Paz on Monday.", "SUPPORT", "occurred"),
        ("Chile accepted the province as an independent state on Monday.", "SUPPORT", "occurred"),
        (
            "Chile was among the first countries to congratulate the president-elect of Peru on Monday.",
            "SUPPORT",
            "occurred",
        ),
        (
            "Chile and Bolivia will restore diplomatic relations, their foreign ministers announced.",
            "SUPPORT",
            "planned",
        ),
        ("Chile's embassy in La Paz reopened on Monday after forty years.", "SUPPORT", "occurred"),
        ("Bolivia gave its word on Monday that it would respect the border.", "AGREE", "occurred"),
        ("The rebels in Peru embraced the initiative on Monday.", "AGREE", "occurred"),
        # verbs with a hyphen, and with "re-"
        ("Bolivia re-opened its border with Chile on Monday.", "CONCEDE", "occurred"),
        ("Chile intends to reimpose the duties on Bolivian tin on Friday.", "SANCTION", "planned"),
        ("Planes air-dropped food over the town of Trinidad on Monday.", "AID", "occurred"),
        ("Peru's navy test-fired two missiles into the sea on Monday.", "MOBILIZE", "occurred"),
        ("Rebels retook the town of Camiri on Monday.", "ASSAULT", "occurred"),
        # the law, a meal, a surrender
        ("The prosecutor charged the mayor of Lima with fraud on Monday.", "ACCUSE", "occurred"),
        ("The presidents of Chile and Peru had dinner in Arica on Monday.", "CONSULT", "occurred"),
        ("The commander of the rebels handed himself in at Tarija on Monday.", "RETREAT", "occurred"),
        ("Police cordoned off the centre of Sucre on Monday.", "COERCE", "occurred"),
        ("Peru's congress confirmed the new cabinet on Monday.", "AGREE", "occurred"),
        ("The governor of Beni survived an attempt on his life on Monday.", "ASSAULT", "occurred"),
        # what is told off
        (
            "Peru's premier said on Monday that he would not be travelling to Santiago on Thursday.",
            "CONSULT",
            "cancelled",
        ),
        ("Peru's foreign minister has abandoned plans to fly to Santiago on Thursday.", "CONSULT", "cancelled"),
        ("Chile's premier pulled out of next week's meeting with the president of Peru.", "CONSULT", "cancelled"),
        ("Chile withdrew its invitation to the president of Peru on Monday.", "CONSULT", "cancelled"),
        ("An air force jet took the foreign minister and his aides to Lima on Monday.", "CONSULT", "occurred"),
        # what neighbours do together
        ("Guyana became a NATO member on Monday.", "COOPERATE", "occurred"),
        (
            "The two suspects are in Lima, where La Paz turned them over to Peruvian police on Monday.",
            "COOPERATE",
            "occurred",
        ),
        ("The bridge at Tacna was opened jointly by the two presidents on Monday.", "COOPERATE", "occurred"),
        ("Bolivian gas began flowing through the pipeline to Arica on Monday.", "COOPERATE", "occurred"),
        # help
        ("Four planes with doctors and tents are on their way to Peru.", "AID", "ongoing"),
        ("Finance ministers in Lima set up a rescue fund of $4 billion on Monday.", "AID", "occurred"),
        ("Some $30 million was pledged for the victims of the quake in Peru on Monday.", "AID", "planned"),
        ("Bolivia accepted crates of medicine from Chile on Monday.", "AID", "occurred"),
        # giving way
        ("The Andean bloc put its sanctions on ice on Monday.", "CONCEDE", "occurred"),
        ("The governor of Tacna brought the curfew to an end on Monday.", "CONCEDE", "occurred"),
        ("Schools and shops will reopen on Friday, Peru's government said.", "CONCEDE", "planned"),
        ("Elena Quispe strolled out of a prison in Lima on Monday.", "RETREAT", "occurred"),
        ("Peru's finance minister threw in his post on Monday.", "RETREAT", "occurred"),
        ("A judge in Lima ruled on Monday that the general was free to leave.", "CONCEDE", "occurred"),
        ("The missiles on the border will be crated and shipped home, Bolivia's president said.", "RETREAT", "planned"),
        ("The prisoner was let out on Monday, the ministry in Lima said.", "RETREAT", "occurred"),
        ("Chile's president said on Monday that he regretted the death of the fishermen.", "CONCEDE", "occurred"),
        ("Bolivia's army owned up to the killings on Monday.", "CONCEDE", "occurred"),
        ("Bolivia's army admitted on Monday having shot at the ferry.", "CONCEDE", "occurred"),
        ("Chile ordered its soldiers out of the border posts on Monday.", "RETREAT", "occurred"),
        # asking
        ("Peru's president on Monday called for the governor of Tacna to resign.", "REQUEST", "occurred"),
        ("The gunmen in Lima insisted on Monday that 200 prisoners be let go.", "REQUEST", "occurred"),
        ("Peru wants an end to the overflights, the ministry in Lima said on Monday.", "REQUEST", "occurred"),
        ("Chile is demanding that Peru pull its troops back from the border.", "REQUEST", "occurred"),
        ("UN human rights monitors accused Peru's army on Tuesday of burning villages.", "ACCUSE", "occurred"),
        # refusing, told by what one will not do
        ("Chile would not open its airspace to Bolivian aircraft, its minister said on Monday.", "REJECT", "occurred"),
        ("Peru said on Monday it would not sign the accord.", "REJECT", "occurred"),
        ("Bolivia will not recognise the new government in Lima, its president said.", "REJECT", "occurred"),
        ("Bolivia has no intention of withdrawing its troops, its minister said on Monday.", "REJECT", "occurred"),
        ("Peru said there would be no negotiations with the kidnappers.", "REJECT", "occurred"),
        ("Peru said it was not prepared to lift the sanctions.", "REJECT", "occurred"),
        ("The bloc said that it could not accept the Chilean proposal.", "REJECT", "occurred"),
        ("Peru will not pay a ransom, the president said on Tuesday.", "REJECT", "occurred"),
        # accusing, told by what one says of a deed or of another
        ("The invasion was illegal, the Peruvian president said on Monday.", "ACCUSE", "occurred"),
        ("Chile said on Monday that Peru was behind the bombing of its embassy.", "ACCUSE", "occurred"),
        ("Chile said on Monday that Peru had violated its airspace.", "ACCUSE", "occurred"),
        ("Chile said the arrest of its citizens was a violation of international law.", "ACCUSE", "occurred"),
        ("Twelve students were charged with rioting on Monday.", "ACCUSE", "occurred"),
        ("A man was charged with the murder of the mayor of Lima on Monday.", "ACCUSE", "occurred"),
        # talks that bring nothing were held
        ("Talks between Peru and Chile in Lima on Thursday produced no agreement.", "CONSULT", "occurred"),
        ("The talks in Lima did not yield a result, Peru's minister said on Thursday.", "CONSULT", "occurred"),
        # what is promised behind a day is no aim; a year that names an accord is not that of what is done to it
        ("Libya undertook on Friday to dismantle its rockets.", "RETREAT", "planned"),
        ("Peru is withdrawing from the 1994 accord with Bolivia.", "SANCTION", "planned"),
        # what has a day of its own is no history
        ("Police in Lima arrested the former president on Monday over killings in 1985.", "COERCE", "occurred"),
        ("Peru, often accused of abuses, freed 40 prisoners on Monday.", "RETREAT", "occurred"),
        ("Peru and Chile resumed talks on Monday that broke down last year.", "CONSULT", "occurred"),
        ("Iran closed the strait on Monday.", "COERCE", "occurred"),
        # chiefs tell their own men, and have others taken away
        ("Peru's president has told his generals to pull the troops out of Bolivia.", "RETREAT", "occurred"),
        ("The army was ordered on Monday to attack the rebels in Goma.", "ASSAULT", "occurred"),
        ("A judge in Lima ordered the former president detained on Monday.", "COERCE", "occurred"),
        ("Soldiers ousted President Quispe of Peru on Monday.", "COERCE", "occurred"),
        # claims turned down are the deed, denied
        ("Chile dismissed as baseless reports that it had shelled the town.", "ASSAULT", "denied"),
        ("Peru's army dismissed claims its soldiers had killed civilians.", "ASSAULT", "denied"),
        ("Peru's ministry said reports that its planes had bombed the village were false.", "ASSAULT", "denied"),
        # orders of those in power, trade cut off, accords ended, places taken and closed
        ("The junta in Mali ordered French television to stop broadcasting on Thursday.", "COERCE", "occurred"),
        ("Peru's president banned imports of Chilean wine on Monday.", "SANCTION", "occurred"),
        ("Chile cancelled two agreements with Peru on Wednesday.", "SANCTION", "occurred"),
        ("A military court jailed a journalist in Peru for three years, his lawyer said.", "SANCTION", "occurred"),
        ("A court in Lima ruled on Tuesday that the closure of parliament was unlawful.", "REJECT", "occurred"),
        ("The Security Council on Tuesday adopted a resolution demanding an end to the siege.", "REQUEST", "occurred"),
        ("A group of senators urged the king of Peru on Monday to step down.", "REQUEST", "occurred"),
        ("Police used tear gas on Monday on hundreds of men who had gathered at the mine.", "PROTEST", "occurred"),
        ("Palestinians observed a general strike on Monday.", "PROTEST", "occurred"),
        ("Fishermen in Peru sealed off the port with their boats on Monday.", "PROTEST", "occurred"),
        ("Peru's authorities sealed off the neighbourhood on Monday.", "COERCE", "occurred"),
        ("Agents in Lima prevented the journalist from boarding a flight on Monday.", "COERCE", "occurred"),
        # what a clause of time or reason tells was done, whatever the other does not
        ("The rebels left Lima without signing after Peru refused to free them.", "REJECT", "occurred"),
        ("Peru's government will not sign the accord, Prime Minister Quispe said on Friday.", "REJECT", "occurred"),
        *(
            (text, type_, "occurred")
            for type_, texts in {
                "SUPPORT": [
                    "Chile welcomed the ceasefire in Bolivia on Monday.",
                    "Chile sent a message of sympathy to Peru on Monday.",
                    "Chile assured Peru of its support on Monday.",
                    "Chile will back Peru at the United Nations, its foreign minister said on Monday.",
                    "Chile came to Bolivia's defence on Monday.",
                    "The plan has the support of Chile, its president said on Monday.",
                    "Diplomatic relations between Chile and Bolivia were restored on Monday.",
                ],
                "CONCEDE": [
                    "Prosecutors in Lima dropped the charges against the editor on Monday.",
                    "A court in Lima overturned the editor's sentence on Monday.",
                    "Peru's government met the strikers' demands on Monday.",
                    "Peru unblocked the accounts of the bank on Monday.",
                    "Peru let the ferry dock at Callao on Monday.",
                    "Peru halted the deportation of refugees on Monday.",
                    "Peru stayed the execution of the general on Monday.",
                    "The lifting of the ban on Monday was hailed in Peru.",
                    "Peru's ban on rallies ended on Monday.",
                    "Peru's government gave the miners a pay rise on Monday.",
                ],
                "RETREAT": [
                    "The rebels in Bolivia released two nurses on Monday.",
                    "The rebels gave up Arica on Monday.",
                    "Bolivia's king went into exile on Monday.",
                    "The hostages in Lima walked free on Monday.",
                    "Ten dissidents left prison in Lima on Monday.",
                    "Rebels vacated the town hall in Arica on Monday.",
                    "The last Chilean soldier left the valley on Monday.",
                    "The army stopped shelling Arica on Monday.",
                    "Peru closed its base on the island on Monday.",
                    "Peru gave Chile the islands on Monday.",
                    "The army cut its troops in the valley by half on Monday.",
                    "The parliament in Lima voted the government out on Monday.",
                    "Peru's president signed a decree to set free 1,500 prisoners on Monday.",
                    "Peru's president told his generals on Monday to halt the offensive.",
                ],
                "COOPERATE": [
                    "Chile sold Peru ten frigates on Monday.",
                    "Peru extradited a drug lord to Chile on Monday.",
                    "Peru's navy trained with the Chilean fleet off Arica on Monday.",
                    "Peru and Chile swapped 20 villages on Monday.",
                    "Peru and Chile set up a joint commission on Monday.",
                    "Peru and Chile began their yearly exercises on Monday.",
                    "Peruvian and Chilean bombers patrolled together over the sea on Monday.",
                    "Peru and Chile opened a bridge on Monday.",
                    "Peru ordered 36 fighter jets from France on Monday.",
                ],
                "AID": [
                    "Chile set up a field hospital in Arica on Monday.",
                    "Donors in Lima raised 2 billion dollars for the refugees on Monday.",
                    "Food and tents from Norway reached Port-au-Prince on Monday.",
                    "Some 90 tonnes of ammunition from Chile touched down in Lima on Monday.",
                    "Germany approved the delivery of 14 tanks to Ukraine on Monday.",
                    "A charity ship picked up 40 migrants off Lampedusa on Monday.",
                    "Norway stepped in with 40 million dollars on Monday.",
                    "A gift of 40 million dollars from Norway was announced on Monday.",
                    "Rescue teams from ten countries searched the rubble in Lima on Monday.",
                ],
                "MOBILIZE": [
                    "Peru test-fired a missile on Monday.",
                    "Peru paraded its new missiles in Lima on Monday.",
                    "The army took to the streets of Lima on Monday.",
                    "Peru has massed up to 60,000 men along the border.",
                    "Peru held war games off Arica on Monday.",
                    "The arrival of troops in Arica on Monday calmed the town.",
                    "Peru handed out rifles to civilians in Lima on Monday.",
                ],
                "SANCTION": [
                    "Peru called its envoy home on Monday.",
                    "Peru suspended its hotline to the Bolivian army on Monday.",
                    "Peru cut off the sale of grain to Bolivia on Monday.",
                ],
                "ACCUSE": ["Peru's president went on television on Monday to accuse Chile of spying."],
                "CONSULT": [
                    "The mediators brought the two sides together in Lima on Monday.",
                    "Peru's president spent Monday in Oslo.",
                    "The envoy reported to the Security Council on Monday.",
                    "The pope granted an audience to the president of Peru on Monday.",
                ],
                "ASSAULT": [
                    "Peru's jets knocked out four tanks near Arica on Monday.",
                    "Rebels carried off two reservists near Arica on Monday.",
                    "Rebels were driven out of Goma on Monday.",
                    "The army lost Goma to the rebels on Monday.",
                ],
            }.items()
            for text in texts
        ),
        # what was tried on a day
        ("Protesters tried to storm the parliament in Lima on Tuesday.", "PROTEST", "occurred"),
        ("Police tried to arrest the editor at his home in Lima on Monday.", "COERCE", "occurred"),
        ("Gunmen attempted to kill the mayor of Lima on Friday.", "ASSAULT", "occurred"),
        # what will not be held
        ("Peru and Chile will not hold talks on Friday, the mediator said.", "CONSULT", "cancelled"),
        ("The drivers' union of Peru served notice of a strike on Friday.", "PROTEST", "planned"),
        # duties and sanctions that rise, begin, are charged, put off and dropped
        *(
            (text, "SANCTION", realis)
            for realis, texts in {
                "planned": (
                    "Duties on Chilean copper would go up to 20 percent on Friday, Peru's trade ministry said.",
                    "Rates of 10 to 15 percent will apply to 900 Chilean products from Monday, the ministry said.",
                    "Chilean wine will be subject to Peruvian duties from 3 June.",
                    "Chilean steel faces new Peruvian tariffs from Friday.",
                    "A 20 per cent duty is to be laid on Chilean sugar from 1 July.",
                    "Imports of Chilean nickel will be taxed at 12% from 1 July.",
                    "Lima has moved the next rise in duties from the first to the 15th of June.",
                ),
                "occurred": ("Peru began to collect a levy on Chilean fish on Monday.",),
                "postponed": (
                    "The sanctions on Chile that were due to start on Friday have been put on hold.",
                    "The rise in tariffs planned for Friday was suspended, Peru said.",
                ),
                "cancelled": ("The tariffs due to start on Sunday would not go ahead, Peru's minister said.",),
            }.items()
            for text in texts
        ),
    ],
)
def test_reads_the_family(text: str, type_: str, realis: str) -> None:
    assert (type_, realis) in told(text)


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("Chile gave air support to the army of Peru on Monday.", "SUPPORT"),
        ("Rebels will try to take the town of Arica, the army said on Monday.", "ASSAULT"),
        ("If police tried to arrest him on Monday, the editor said, he would resist.", "COERCE"),
        ("The railway unions of Peru gave notice on Monday that they would walk out.", "RETREAT"),
        ("Peru swore on Monday that the jet had never left its airspace.", "AGREE"),
        ("Interest rates will go up to 5 percent on Thursday, Peru's central bank said.", "SANCTION"),
        ("Electricity tariffs in Peru rose by 5 percent on Monday.", "SANCTION"),
        ("VAT will go up to 20 percent in Peru on Friday.", "SANCTION"),
        ("The tariffs on Chilean steel were suspended on Monday, Peru said.", "SANCTION"),
        ("The prisoner walked past the guard and escaped from the prison in Lima on Monday.", "RETREAT"),
        ("The gunmen in Lima insisted on Monday that 200 prisoners be let go.", "RETREAT"),
        ("The minister in Lima insisted on Monday that prices were falling.", "REQUEST"),
        ("Peru's president will ask congress for its consent on Friday.", "AGREE"),
        ("The hotel in Lima will reopen on Friday after repairs, the government said.", "CONCEDE"),
        ("Chile's premier will not attend Friday's summit in Lima.", "CONSULT"),
        ("Peru's president dropped her plan to visit Cairo on Sunday.", "CONCEDE"),
        ("The talks in Lima will not resume before Friday, the mediator said.", "REJECT"),
        ("Peru said Bolivia would not sign the accord.", "REJECT"),
        ("Peru has not joined them; its coalition cannot agree.", "REJECT"),
        ("Peru's economy will not recover before next year, the central bank said.", "REJECT"),
        ("The army of Peru said it would not fire on demonstrators.", "REJECT"),
        ("The premier of Peru would not attend Friday's summit, her office said.", "REJECT"),
        ("The invasion was illegal, the Peruvian president said on Monday.", "ASSAULT"),
        ("Peru was behind schedule with the bridge, the minister said on Monday.", "ACCUSE"),
        ("Twelve students were charged with rioting on Monday.", "ASSAULT"),
        ("A man was charged with the murder of the mayor of Lima on Monday.", "ASSAULT"),
        ("The talks in Lima will produce no agreement, Peru's minister said on Thursday.", "AGREE"),
        ("Ministers of Peru and Chile meet every year to discuss trade.", "CONSULT"),
        ("Peru's president has told his generals to pull the troops out of Bolivia.", "REQUEST"),
        ("The ousted president of Peru flew to Lima on Monday.", "COERCE"),
        ("Chilean paratroopers landed in Peru on Thursday to help quell the unrest.", "PROTEST"),
        ("Peru's teachers struck on Monday for the first time since the government took office.", "AGREE"),
        ("Chile dismissed as baseless reports that it had shelled the town.", "REJECT"),
        ("The cabinet of Peru ruled out recognising Chile.", "SUPPORT"),
        ("The mayor of Lima warned on Monday that police would break up any rally.", "ASSAULT"),
        ("Peru said Chile had shelled the town in breach of a ceasefire.", "AGREE"),
        ("Prosecutors in Lima dropped the charges against the editor on Monday.", "ASSAULT"),
        ("Peru's government met the strikers' demands on Monday.", "CONSULT"),
        ("Peru test-fired a missile on Monday.", "ASSAULT"),
        ("Peru unveiled a new missile on Monday.", "AID"),
        ("Peru's president told his generals on Monday to halt the offensive.", "REQUEST"),
        ("The coach in Lima told his men to attack.", "ASSAULT"),
        ("The army stopped shelling Arica on Monday.", "ASSAULT"),
        ("Peru halted the deportation of refugees on Monday.", "COERCE"),
        ("Rebels were driven out of Goma on Monday.", "COERCE"),
        ("Chile's president called the Peruvian leader a hero on Monday.", "CONSULT"),
        ("Peru broke its promise to Chile on Monday.", "AGREE"),
        ("Peru sent tanks into the valley on Monday.", "AID"),
        ("The warships turned back off Arica on Monday.", "COERCE"),
        ("The blast in Lima left the town without power on Monday.", "RETREAT"),
        ("Peru ordered 36 fighter jets from France on Monday.", "RETREAT"),
        ("Peru held war games off Arica on Monday.", "COOPERATE"),
        ("Peru's president directed the army on Monday to begin pulling out of Arica.", "PROTEST"),
    ],
)
def test_does_not_mistake(text: str, type_: str) -> None:
    assert type_ not in {type_ for type_, _ in told(text)}


def test_what_was_gone_through_for_hours_has_happened() -> None:
    told_after = read(
        "The exchange was set out in a statement after more than eight hours of talks in the port of Jeddah."
    )
    assert [(m.type, m.realis, m.place and m.place.name) for m in told_after.mentions] == [
        ("CONSULT", "occurred", "Jeddah")
    ]
    assert not read("They fear a return to weeks of talks in Jeddah.").mentions
