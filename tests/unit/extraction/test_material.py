"""Deeds that are done, not said: plain sentences about force, protest, troops, sanctions, arrests, aid and retreat.

A row holds a sentence, then type and realis, and of those who act and on whom it is done a word each ("" checks nothing).
"""

from __future__ import annotations

import pytest

from pipeline.domain.mention import ActorPhrase
from pipeline.domain.vocabulary import Role
from tests.unit.extraction.telling import read

# fmt: off
DEEDS = [
    ("Guerrillas made a dawn attack on a barracks outside San Salvador on Sunday, leaving eleven soldiers dead.", "ASSAULT", "occurred", "guerrillas", ""),
    ("The bishop of Oran was gunned down by two men on a motorcycle outside his home on Thursday evening.", "ASSAULT", "occurred", "", "bishop"),
    ("Twelve students lost their lives when troops opened up on the campus in Kwangju on Tuesday.", "ASSAULT", "occurred", "troops", ""),
    ("A bomb wrecked the car of the interior minister in Algiers on Friday; he escaped with cuts.", "ASSAULT", "occurred", "", "minister"),
    ("Argentine aircraft sank a British frigate off the islands on Tuesday.", "ASSAULT", "occurred", "Argentine", ""),
    ("Rebels holding the town of Bunyakiri seized four Italian nuns on Wednesday and took them into the forest.", "ASSAULT", "occurred", "rebels", "nuns"),
    ("Police set dogs and fire hoses on the marchers in Birmingham on Friday.", "ASSAULT", "occurred", "police", "marchers"),
    ("Israeli commandos stormed the old terminal at Entebbe shortly before midnight on Saturday.", "ASSAULT", "occurred", "Israeli", ""),
    ("Dozens of prisoners had been beaten with rifle butts in the stadium in Santiago, a Red Cross delegate reported on Monday.", "ASSAULT", "occurred", "", "prisoners"),
    ("Chadian forces overran the Libyan base at Ouadi Doum on Sunday after a night of fighting.", "ASSAULT", "occurred", "Chadian", ""),
    ("NATO will bomb targets in Yugoslavia from Wednesday night, its secretary general announced on Tuesday.", "ASSAULT", "planned", "NATO", ""),
    ("Four hijackers forced an Air France jet with 248 passengers to land in Benghazi on Sunday.", "ASSAULT", "occurred", "hijackers", ""),
    ("Nine Israeli athletes taken hostage in the Olympic village were killed in a gunfight at an airfield near Munich early on Wednesday.", "ASSAULT", "occurred", "", ""),
    ("Twenty-four Pakistani peacekeepers fell in an ambush in Mogadishu on Saturday.", "ASSAULT", "occurred", "", "peacekeepers"),
    ("The storming of the Golden Temple in Amritsar by the Indian army on Wednesday left hundreds of Sikhs dead.", "ASSAULT", "occurred", "army", ""),
    ("Kinshasa's airport is in the hands of rebels after an assault at dawn on Saturday.", "ASSAULT", "occurred", "", ""),
    ("A former Russian spy and his daughter were found poisoned on a bench in Salisbury on Sunday.", "ASSAULT", "occurred", "", ""),
    ("A mob with machetes hacked 30 villagers to death near Eldoret on Tuesday.", "ASSAULT", "occurred", "mob", ""),
    ("Police waded into students with batons outside parliament in Tbilisi on Thursday, and 40 needed hospital treatment.", "ASSAULT", "occurred", "police", "students"),
    ("Israel's defence minister announced that ground forces would go into southern Lebanon on Saturday.", "ASSAULT", "planned", "", ""),
    ("Grozny's central market was hit by rockets on Thursday, with at least 140 dead.", "ASSAULT", "occurred", "", ""),
    ("Gunfire rattled across Bujumbura for much of Wednesday as rival units fought for the radio station.", "ASSAULT", "occurred", "", ""),
    ("Fifty-two people were killed and hundreds hurt when four bombs exploded on buses and trains in London during Thursday's rush hour.", "ASSAULT", "occurred", "", ""),
    ("Israel's prime minister was shot twice in the back as he left a peace rally in Tel Aviv on Saturday night.", "ASSAULT", "occurred", "", "minister"),
    ("House-to-house fighting is going on in Falluja for the third day, residents said by telephone on Wednesday.", "ASSAULT", "ongoing", "", ""),
    ("Somali pirates in two skiffs captured a Saudi supertanker and its crew of 25 off Kenya on Saturday.", "ASSAULT", "occurred", "pirates", "crew"),
    ("Nine people were shot dead by police during a raid on a mosque in Dhaka on Friday.", "ASSAULT", "occurred", "police", ""),
    ("Ethiopian jets bombed the airport of Asmara twice on Friday.", "ASSAULT", "occurred", "Ethiopian", ""),
    ("Rajiv Gandhi was blown up by a woman with a bomb under her dress at an election rally near Madras on Tuesday.", "ASSAULT", "occurred", "", "Gandhi"),
    ("Twenty villagers lost their lives in a rebel raid near Beni overnight to Wednesday, the army said.", "ASSAULT", "occurred", "", ""),
    ("American warplanes will start bombing Tripoli within hours, two officials in Washington said on Monday.", "ASSAULT", "planned", "America", ""),
    ("Sniper fire killed two women queuing for water in Sarajevo on Wednesday.", "ASSAULT", "occurred", "", ""),
    ("Three suicide bombers struck churches in Surabaya within minutes of each other on Sunday.", "ASSAULT", "occurred", "bombers", ""),
    ("Shipyard workers in Gdynia put down their tools on Thursday over the sacking of a crane driver.", "PROTEST", "occurred", "shipyard workers", ""),
    ("Up to 300,000 people took part in a rally against the war in Hyde Park on Saturday.", "PROTEST", "occurred", "", ""),
    ("Bolivia's miners' federation has set a 48-hour stoppage for Wednesday.", "PROTEST", "planned", "", ""),
    ("Seven republican prisoners in the Maze are refusing food in the second week of their fast.", "PROTEST", "ongoing", "prisoners", ""),
    ("Tens of thousands turned out in Minsk on Sunday to demand that Alexander Lukashenko go.", "PROTEST", "occurred", "", ""),
    ("A walkout by teachers closed 500 schools in West Virginia on Thursday.", "PROTEST", "occurred", "teachers", ""),
    ("An angry crowd pelted the consulate in Karachi with stones on Friday.", "PROTEST", "occurred", "crowd", ""),
    ("Half a million filled Wenceslas Square on Saturday, jangling keys and calling for free elections.", "PROTEST", "occurred", "", ""),
    ("Students have been camping on Tiananmen Square since Saturday.", "PROTEST", "ongoing", "students", ""),
    ("Brazil's lorry drivers parked across the motorways around Sao Paulo on Monday in anger at the price of diesel.", "PROTEST", "occurred", "", ""),
    ("The garbage collectors of Memphis are into their fourth week on strike.", "PROTEST", "ongoing", "", ""),
    ("Anger at the killing spilled on to the streets of Ferguson on Sunday night, where shops were looted.", "PROTEST", "occurred", "", ""),
    ("Georgia's opposition kept away from the opening of parliament on Monday.", "PROTEST", "occurred", "opposition", ""),
    ("Seoul saw its sixth candlelight rally against President Park on Saturday; the organisers put the crowd at 1.7 million.", "PROTEST", "occurred", "", ""),
    ("The jailed film-maker Oleg Sentsov is on the 30th day of a hunger strike.", "PROTEST", "ongoing", "", ""),
    ("Some 2,000 garment workers blocked a road in Gazipur on Sunday over unpaid wages.", "PROTEST", "occurred", "workers", ""),
    ("British coal miners are entering the second month of their strike over pit closures.", "PROTEST", "ongoing", "miners", ""),
    ("A sea of yellow umbrellas filled the centre of Hong Kong on Sunday night as students refused to go home.", "PROTEST", "occurred", "", ""),
    ("At least 60,000 people marched in Reykjavik, or one Icelander in five... to bang pans before parliament on Monday.", "PROTEST", "occurred", "", ""),
    ("Spanish truckers ended a stoppage of three weeks on Saturday.", "PROTEST", "occurred", "truckers", ""),
    ("Teachers in Oaxaca struck for the first day of term on Monday, leaving a million children at home.", "PROTEST", "occurred", "teachers", ""),
    ("German railways face a three-day strike by train drivers from next Wednesday.", "PROTEST", "planned", "", ""),
    ("South Korean farmers threw themselves against police lines in Cancun on Wednesday.", "PROTEST", "occurred", "farmer", ""),
    ("The unions want a general strike next Wednesday.", "PROTEST", "planned", "unions", ""),
    ("The opposition has asked people to march in Harare on Friday.", "PROTEST", "planned", "", ""),
    ("Iraq has massed 30,000 men along its frontier with Kuwait, diplomats said on Monday.", "MOBILIZE", "occurred", "Iraq", "Kuwait"),
    ("A task force of 36 ships left Portsmouth on Monday, bound for the South Atlantic.", "MOBILIZE", "occurred", "", ""),
    ("The governor of Minnesota called out the National Guard on Thursday.", "MOBILIZE", "occurred", "governor", ""),
    ("A rocket with a range of 8,000 km was fired from a pad in North Korea on Sunday, Seoul said.", "MOBILIZE", "occurred", "", ""),
    ("Reservists up to the age of 45 were called to the colours in Belgrade on Tuesday.", "MOBILIZE", "occurred", "", ""),
    ("Egypt sent two armoured divisions across the canal into Sinai on Tuesday.", "MOBILIZE", "occurred", "Egypt", ""),
    ("NATO will put four battalions into Poland and the Baltic states from April, its secretary general said on Monday.", "MOBILIZE", "planned", "NATO", ""),
    ("Russia is moving tanks and howitzers by rail towards the Ukrainian border, officials in Kyiv said on Friday.", "MOBILIZE", "ongoing", "Russia", ""),
    ("Athens recalled officers from leave and put its air force in a state of readiness on Friday.", "MOBILIZE", "occurred", "", ""),
    ("Iran's navy is holding manoeuvres in the Strait of Hormuz until Friday.", "MOBILIZE", "ongoing", "Iran", ""),
    ("Taiwan's annual drill, in which 20,000 soldiers rehearse the repulse of an invasion, is to start on Monday 24 March.", "MOBILIZE", "planned", "Taiwan", ""),
    ("Turkey has moved 40,000 troops up to the Syrian frontier, the governor of Hatay said on Sunday.", "MOBILIZE", "occurred", "Turkey", ""),
    ("The French president on Friday ordered 10,000 soldiers on to the streets to guard schools and synagogues.", "MOBILIZE", "occurred", "president", ""),
    ("Sweden called up 4,000 conscripts on Monday for the first time in seven years.", "MOBILIZE", "occurred", "Sweden", ""),
    ("Riot police with shields took over the centre of Nairobi on Tuesday ahead of the march.", "MOBILIZE", "occurred", "", ""),
    ("China began a two-week exercise on Monday.", "MOBILIZE", "occurred", "China", ""),
    ("The fleet set out for the Falkland Islands on Monday.", "MOBILIZE", "occurred", "fleet", ""),
    ("Britain severed diplomatic relations with Libya on Sunday and gave its diplomats seven days to leave.", "SANCTION", "occurred", "Britain", "Libya"),
    ("Mali was suspended from Ecowas on Tuesday.", "SANCTION", "occurred", "", "Mali"),
    ("Fifteen Russian diplomats are being sent home by Denmark, the foreign ministry said on Tuesday.", "SANCTION", "occurred", "Denmark", "Russia"),
    ("Germany is to stop its development aid to Zimbabwe from April, the cabinet decided on Wednesday.", "SANCTION", "planned", "Germany", ""),
    ("Peru on Tuesday recalled its ambassador in Mexico City for good.", "SANCTION", "occurred", "Peru", ""),
    ("The Security Council voted on Monday for a ban on trade with Iraq.", "SANCTION", "occurred", "UN", ""),
    ("Australia will halt military cooperation with Fiji from Friday.", "SANCTION", "planned", "Australia", "Fiji"),
    ("The Commonwealth has shut Zimbabwe out of its councils for a year, ministers decided on Tuesday.", "SANCTION", "occurred", "Commonwealth", "Zimbabwe"),
    ("Mexico broke with Ecuador on Saturday after the police raid on its embassy.", "SANCTION", "occurred", "Mexico", "Ecuador"),
    ("The US commerce department put 28 Chinese firms on a blacklist on Monday.", "SANCTION", "occurred", "US", ""),
    ("Twenty-three Russians whom London takes for spies were told on Wednesday to leave Britain within a week.", "SANCTION", "occurred", "", "Russia"),
    ("Judges in The Hague gave Charles Taylor 50 years on Wednesday for crimes in Sierra Leone.", "SANCTION", "occurred", "judges", "Taylor"),
    ("Kenya has called home its ambassador in Mogadishu and told Somalia's to go, Nairobi said on Saturday.", "SANCTION", "occurred", "Kenya", ""),
    ("The World Bank froze lending to Kabul on Tuesday.", "SANCTION", "occurred", "bank", ""),
    ("Washington on Thursday slapped a ban on all imports of Cuban sugar.", "COERCE", "occurred", "", ""),
    ("Police rounded up more than 200 supporters of the opposition in Addis Ababa overnight to Sunday.", "COERCE", "occurred", "police", "opposition"),
    ("Copies of the daily Cumhuriyet were confiscated at the printing works in Istanbul on Thursday.", "COERCE", "occurred", "", ""),
    ("Revolutionary Guards boarded a Greek tanker in the Gulf on Friday and steered it to Bandar Abbas.", "COERCE", "occurred", "", ""),
    ("Officers searched the offices of Memorial in Moscow on Thursday and carried off its computers.", "COERCE", "occurred", "", "offices"),
    ("The Thai army tore up the constitution on Thursday and told people to stay indoors after ten.", "COERCE", "occurred", "", ""),
    ("Uganda gave its 50,000 Asians 90 days to leave the country on Friday.", "COERCE", "occurred", "Uganda", "Asians"),
    ("All private schools run by the movement were shut by decree in Ankara on Saturday.", "COERCE", "occurred", "", ""),
    ("Srinagar has been under curfew since Monday.", "COERCE", "ongoing", "", ""),
    ("Generals in Khartoum pushed out the civilian cabinet before dawn on Monday.", "COERCE", "occurred", "generals", ""),
    ("Greek colonels dissolved the parties and put politicians under house arrest on Friday.", "COERCE", "occurred", "", ""),
    ("France put 79 Roma on a plane to Bucharest on Thursday.", "COERCE", "occurred", "France", "Roma"),
    ("More than 1,200 were hauled off in buses after a rally in Minsk on Sunday.", "COERCE", "occurred", "", ""),
    ("Sweden gave temporary refuge to 1,200 Bosnians on Thursday.", "AID", "occurred", "Sweden", ""),
    ("The Paris Club wrote off four fifths of what Iraq owes it on Sunday.", "AID", "occurred", "Paris Club", ""),
    ("The first sacks of maize were handed out in Baidoa on Friday under the eyes of US marines.", "AID", "occurred", "", ""),
    ("Denmark is giving Ukraine all of its Caesar howitzers, with the first due in April.", "AID", "planned", "Denmark", "Ukraine"),
    ("Washington and the IMF threw Mexico a lifeline of $50bn on Tuesday.", "AID", "occurred", "IMF", "Mexico"),
    ("Helicopters plucked hundreds from rooftops in Beira on Monday.", "AID", "occurred", "", ""),
    ("Thirty tonnes of Cuban medicines arrived in Port-au-Prince on Thursday.", "AID", "occurred", "", ""),
    ("The World Food Programme will begin dropping sacks of grain over Deir ez-Zor on Wednesday.", "AID", "planned", "programme", ""),
    ("India shipped drinking water to the Maldives on Friday after a fire at the plant.", "AID", "occurred", "India", "Maldives"),
    ("The Italian navy picked 1,100 migrants out of the sea off Lampedusa on Thursday.", "AID", "occurred", "Navy", "migrants"),
    ("Moscow has supplied Addis Ababa with tanks and MiG fighters worth a billion dollars, diplomats said on Monday.", "AID", "occurred", "", ""),
    ("Four relief planes from Brazil arrived in Guayaquil on Tuesday.", "AID", "occurred", "", ""),
    ("The last Vietnamese battalions crossed the border out of Cambodia on Tuesday.", "RETREAT", "occurred", "Vietnam", ""),
    ("President Fujimori stood down on Sunday by a fax sent from Tokyo.", "RETREAT", "occurred", "", ""),
    ("All Syrian soldiers will be out of Lebanon by 30 April, the envoy said on Sunday.", "RETREAT", "planned", "Syria", ""),
    ("The president will leave office on Friday, his deputy said on television.", "RETREAT", "planned", "", ""),
    ("A Christmas truce has held on the Donetsk front since Wednesday midnight.", "AGREE", "ongoing", "", ""),
    ("The Argentine garrison in Port Stanley surrendered on Monday night.", "RETREAT", "occurred", "Argentine", ""),
    ("Guerrillas in Aceh turned in the last of their 840 guns on Monday.", "RETREAT", "occurred", "", ""),
    ("Swiss prosecutors have opened a criminal inquiry into the bank over money from Abuja, they said on Tuesday.", "ACCUSE", "occurred", "prosecutors", "bank"),
    ("Detectives questioned the former minister for six hours in Lisbon on Friday about bribes for submarines.", "ACCUSE", "occurred", "", "minister"),
    ("Iceland's parliament appointed a committee on Friday to look into the failure of the banks.", "ACCUSE", "occurred", "parliament", ""),
    ("Kenya's deputy president went on trial in The Hague on Tuesday.", "ACCUSE", "occurred", "president", ""),
    ("An inquiry was opened on Tuesday into the death of the student in Quito.", "ACCUSE", "occurred", "", ""),
    ("Students staged a sit-in at the ministry in Lima on Monday.", "PROTEST", "occurred", "Students", ""),
    ("The envoys of Peru and Chile held talks about the border in Arica on Monday.", "CONSULT", "occurred", "Peru", ""),
    ("A rally against the reform in Lima on Friday has been cancelled.", "PROTEST", "cancelled", "", ""),
    ("A vote on the budget will take place in Lima on Friday.", "AGREE", "planned", "", ""),
]
NOTHING = [
    "The general said that his army could take the city within days if it wanted to.",
    "If the unions strike on Friday, the harbour of Durban will lose millions, a shipping agent said.",
    "The captain attacked the referee's decisions after the match in Milan on Sunday.",
    "There was no violence at the polling stations in Harare on Sunday.",
    "Two trains collided near Lagos on Monday, and 30 people were injured.",
    "The striker returned to training with Napoli on Thursday.",
    "Residents feared that soldiers would come back and burn their houses.",
    "The army numbers 90,000 men and is the largest in the region.",
    "The minister launched an attack on the opposition's tax plans on Tuesday.",
    "The president would do better to withdraw his troops, the bishop wrote.",
    "The rebels could be at the gates of Addis Ababa within a week, a diplomat said.",
    "The film follows a hunger strike in the Maze prison.",
    "The general has won every battle with his doctors.",
    "Doctors warned on Tuesday that the wounded would die without blood.",
    "If fired upon, the ships will return fire, the admiral said.",
    "The government has no plans to call up reservists, the ministry said.",
    "The country has been a haven for refugees since the last century.",
    "A gas explosion wrecked a block of flats in Magnitogorsk on Monday.",
    "Perhaps the sanctions will be lifted one day, the trader said.",
    "The general knows how to keep his troops in good spirits.",
    "The novel begins with the sinking of a ferry.",
    "The islands rely on aid from the mainland.",
    "The commander said his men were ready to die for the city.",
    "Sanctions rarely work, the economist wrote.",
    "The police have no power to arrest diplomats.",
    "The firm recalled 40,000 cars on Tuesday.",
    "Volunteers clean the beach at Durban every Saturday.",
    "The minister should resign, the paper said on Sunday.",
    "The team mobilised its supporters for the final in Madrid on Saturday.",
]
# fmt: on


def _acts(actors: tuple[ActorPhrase, ...], word: str, role: Role) -> bool:
    return not word or any(a.role in {role, Role.PARTICIPANT} and word.lower() in a.name.lower() for a in actors)


@pytest.mark.parametrize("row", DEEDS, ids=lambda row: row[0])
def test_deed(row: tuple[str, str, str, str, str]) -> None:
    text, type_, realis, source, target = row
    mentions = read(text).mentions
    assert any(
        (m.type, m.realis) == (type_, realis)
        and _acts(m.actors, source, Role.SOURCE)
        and _acts(m.actors, target, Role.TARGET)
        for m in mentions
    ), mentions


@pytest.mark.parametrize("text", NOTHING)
def test_nothing(text: str) -> None:
    assert not read(text).mentions
