"""Plain sentences of news, each right without any context: what a reader sees at once, the extractor must see.

All are published on Monday 10 June 2024. A row holds the text, then what is told: type, mode, realis, day, who, place
("" checks nothing; "none" asks for none). "A > B" has a direction, "A + B" has not. Rows of NOTHING make no mention;
their second field is the reason, where the sentence has a word for a deed at all.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipeline.domain.article import Article
from pipeline.domain.mention import ActorPhrase, Mention
from pipeline.domain.vocabulary import Role
from pipeline.extraction import extract

MONDAY = datetime(2024, 6, 10, 9, 0, tzinfo=UTC)

# fmt: off
DEEDS = [
    # --- meetings, calls and visits: planned
    ("Lula told reporters that he intends to call Milei on Tuesday.", "CONSULT", "phone", "planned", "06-11", "Lula > Milei", ""),
    ("Modi intends to call Trudeau on Tuesday.", "CONSULT", "phone", "planned", "06-11", "Modi > Trudeau", ""),
    ("Scholz plans to telephone Zelenskyy later on Monday.", "CONSULT", "phone", "planned", "06-10", "Scholz > Zelenskyy", ""),
    ("Merkel agreed to host Erdogan in Berlin on 12 June.", "CONSULT", "visit", "planned", "06-12", "Merkel > Erdogan", "Berlin"),
    ("Macron will visit Warsaw on Thursday.", "CONSULT", "visit", "planned", "06-13", "Macron", "Warsaw"),
    ("Lavrov is due in Ankara on Wednesday.", "CONSULT", "visit", "planned", "06-12", "Lavrov", "Ankara"),
    ("Blinken is expected to travel to Riyadh on Friday.", "CONSULT", "visit", "planned", "06-14", "Blinken", "Riyadh"),
    ("The leaders of France and Germany are to meet in Lisbon on Saturday.", "CONSULT", "", "planned", "06-15", "France + Germany", "Lisbon"),
    ("Japan's foreign minister will fly to Seoul tomorrow.", "CONSULT", "visit", "planned", "06-11", "minister", "Seoul"),
    ("Finland and Norway will hold talks in Oslo on 20 June.", "CONSULT", "meet", "planned", "06-20", "Finland + Norway", "Oslo"),
    ("Talks between Kenya and Ethiopia are scheduled for Tuesday in Nairobi.", "CONSULT", "meet", "planned", "06-11", "Kenya + Ethiopia", "Nairobi"),
    ("The Polish prime minister said he would travel to Vilnius on Wednesday.", "CONSULT", "visit", "planned", "06-12", "minister", "Vilnius"),
    ("Meloni is to receive the Hungarian president in Rome on Friday.", "CONSULT", "visit", "planned", "06-14", "Meloni", "Rome"),
    ("A summit of G7 leaders opens in Italy on Thursday.", "CONSULT", "multilateral", "planned", "06-13", "", ""),
    ("Egypt will host a conference on Sudan on 22 June, its foreign ministry said.", "CONSULT", "multilateral", "planned", "06-22", "Egypt", ""),
    ("The envoy is set to meet rebel leaders in Doha this week.", "CONSULT", "", "planned", "", "envoy", "Doha"),
    ("Xi will host Lula for talks in Beijing on 17 June.", "CONSULT", "", "planned", "06-17", "Xi", "Beijing"),
    # --- done
    ("Macron met Scholz in Paris on Sunday.", "CONSULT", "meet", "occurred", "06-09", "Macron + Scholz", "Paris"),
    ("Putin spoke by phone with Erdogan on Saturday.", "CONSULT", "phone", "occurred", "06-08", "Putin + Erdogan", ""),
    ("Biden called Netanyahu on Sunday to discuss the truce.", "CONSULT", "phone", "occurred", "06-09", "Biden > Netanyahu", ""),
    ("Blinken arrived in Cairo on Monday.", "CONSULT", "visit", "occurred", "06-10", "Blinken", "Cairo"),
    ("The foreign ministers of India and China held talks in Kazan on Friday.", "CONSULT", "meet", "occurred", "06-07", "India + China", "Kazan"),
    ("Ruto was received by Biden at the White House on Thursday.", "CONSULT", "visit", "occurred", "06-06", "Biden > Ruto", ""),
    ("Officials from Serbia and Kosovo sat down in Brussels on Friday.", "CONSULT", "meet", "occurred", "06-07", "Serbia + Kosovo", "Brussels"),
    ("Talks between Armenia and Azerbaijan ended in Almaty on Saturday.", "CONSULT", "meet", "occurred", "06-08", "Armenia + Azerbaijan", "Almaty"),
    ("Qatar mediated between Israel and Hamas last week.", "CONSULT", "third-party", "occurred", "", "Qatar", ""),
    ("Italy's premier visited Tunis on Friday, her office said.", "CONSULT", "visit", "occurred", "06-07", "premier", "Tunis"),
    ("Zelenskyy travelled to Madrid, where he met Spain's king on Monday.", "CONSULT", "meet", "occurred", "06-10", "Zelenskyy + king", ""),
    # --- called off, put off, moved, back on
    ("Erdogan cancelled his visit to Athens planned for Tuesday.", "CONSULT", "visit", "cancelled", "", "Erdogan", "Athens"),
    ("Thursday's meeting between Tusk and Fico has been called off.", "CONSULT", "meet", "cancelled", "06-13", "Tusk + Fico", ""),
    ("The talks due in Geneva on Wednesday have been postponed.", "CONSULT", "meet", "postponed", "06-12", "", "Geneva"),
    ("The summit in Nairobi was moved from 14 June to 17 June.", "CONSULT", "multilateral", "planned", "06-17", "", "Nairobi"),
    ("Modi's trip to Moscow has been put off until 8 July.", "CONSULT", "visit", "planned", "07-08", "Modi", "Moscow"),
    ("Rwanda denied that it had held talks with rebels in Goma last week.", "CONSULT", "meet", "denied", "", "Rwanda", "Goma"),
    # --- who acts behind an adjective; a day told with the purpose; a plan taken back in the same sentence
    ("Egypt and Qatar are due to hold talks in Doha aimed at ending the fighting on Tuesday.", "CONSULT", "meet", "planned", "06-11", "Egypt + Qatar", "Doha"),
    ("Chad is ready to send 400 soldiers to Niger.", "MOBILIZE", "troops", "planned", "", "Chad", "Niger"),
    ("The envoy is due to arrive in Khartoum on Friday.", "CONSULT", "visit", "planned", "06-14", "envoy", "Khartoum"),
    ("Norway and Chile will be in talks to lower tariffs on Wednesday.", "CONSULT", "meet", "planned", "06-12", "Norway + Chile", ""),
    ("The two leaders had been scheduled to meet in Geneva on 20 June but the summit was called off.", "CONSULT", "", "cancelled", "06-20", "leaders", "Geneva"),
    ("Congo's government confirmed it would send a delegation to Luanda.", "CONSULT", "visit", "planned", "", "Congo", "Luanda"),
    ("Ministers postponed until July a vote on the pension reform.", "AGREE", "", "planned", "", "Ministers", ""),
    ("The rail union suspended next week's strike after a new pay offer.", "PROTEST", "strike", "postponed", "", "union", ""),
    ("Norway has refused to let Ukraine use the port.", "REJECT", "", "occurred", "", "Norway", ""),
    ("The WHO delivered 30 tonnes of medicine to Gaza on Thursday.", "AID", "", "occurred", "06-06", "WHO", "Gaza"),
    ("Xi said he had called the leaders of Laos and Vietnam.", "CONSULT", "phone", "occurred", "", "Xi > Laos + Vietnam", ""),
    ("Commanders met at the border on Monday as agreed in Hanoi the day before.", "CONSULT", "meet", "occurred", "06-10", "Commanders", ""),
    ("Ministers agreed on Sunday to let observers watch the truce, ending two days of talks in Hanoi.", "CONSULT", "meet", "occurred", "", "", "Hanoi"),
    # --- agreements
    ("Ukraine and Portugal signed a security agreement in Kyiv on Friday.", "AGREE", "", "occurred", "06-07", "Ukraine + Portugal", "Kyiv"),
    ("Chad and Cameroon will sign a border treaty on Wednesday.", "AGREE", "", "planned", "06-12", "Chad + Cameroon", ""),
    ("The Dutch parliament approved the treaty on Thursday.", "AGREE", "", "occurred", "06-06", "parliament", ""),
    ("The two sides agreed a ceasefire on Sunday, Oman said.", "AGREE", "", "occurred", "06-09", "", ""),
    ("A peace accord was signed in Juba on Saturday by the government and the rebels.", "AGREE", "", "occurred", "06-08", "government + rebels", "Juba"),
    ("Senators ratified the accord with Kenya on Friday.", "AGREE", "", "occurred", "06-07", "", ""),
    ("Greece accepted the bailout terms on Sunday.", "AGREE", "", "occurred", "06-09", "Greece", ""),
    # --- support, cooperation
    ("China and Russia held joint naval drills off Zhanjiang on Sunday.", "COOPERATE", "", "occurred", "06-09", "China + Russia", ""),
    ("Sweden joined NATO on Thursday.", "COOPERATE", "", "occurred", "06-06", "Sweden", ""),
    ("India and France will hold joint exercises on Tuesday.", "COOPERATE", "", "planned", "06-11", "India + France", ""),
    ("On Sunday Britain backed Ukraine's bid to join NATO.", "SUPPORT", "", "occurred", "06-09", "Britain", ""),
    ("France recognised the transitional council as Libya's government on Friday.", "SUPPORT", "", "occurred", "06-07", "France", ""),
    # --- aid
    ("Germany sent 40 tonnes of aid to Gaza on Sunday.", "AID", "", "occurred", "06-09", "Germany", ""),
    ("Denmark will deliver F-16 jets to Ukraine on Wednesday.", "AID", "", "planned", "06-12", "Denmark > Ukraine", ""),
    ("The United States gave $50m in food aid to Sudan on Friday.", "AID", "", "occurred", "06-07", "United States", ""),
    ("Qatar's aid convoy reached Port Sudan on Saturday.", "AID", "", "occurred", "06-08", "Qatar", "Port Sudan"),
    ("The IMF lent Kenya $900m on Friday.", "AID", "", "occurred", "06-07", "IMF > Kenya", ""),
    # --- concede, retreat
    ("Hamas released four hostages on Saturday.", "CONCEDE", "release", "occurred", "06-08", "Hamas > hostages", ""),
    ("Russia and Ukraine exchanged 150 prisoners on Friday.", "CONCEDE", "release", "occurred", "06-07", "Russia + Ukraine", ""),
    ("France withdrew its last soldiers from Niger on Friday.", "RETREAT", "withdraw", "occurred", "06-07", "France", ""),
    ("American troops will leave Agadez by 15 September.", "RETREAT", "withdraw", "planned", "", "", "Agadez"),
    ("The prime minister of Haiti resigned on Friday.", "CONCEDE", "resign", "occurred", "06-07", "minister", ""),
    ("Colombia's government declared a six-month truce with the rebels on Saturday.", "", "", "occurred", "06-08", "government > rebels", ""),
    ("The rebels laid down their arms on Sunday.", "RETREAT", "disarm", "occurred", "06-09", "rebels", ""),
    # --- request, accuse, reject, threaten
    ("Ukraine's president asked Germany for Taurus missiles on Sunday.", "REQUEST", "", "occurred", "06-09", "president > Germany", ""),
    ("France demanded on Friday that Iran release its citizens.", "REQUEST", "", "occurred", "06-07", "France > Iran", ""),
    ("Chad accused Sudan on Sunday of arming rebels.", "ACCUSE", "", "occurred", "06-09", "Chad > Sudan", ""),
    ("The UN Security Council condemned the coup in Niger on Friday.", "ACCUSE", "", "occurred", "06-07", "Council", ""),
    ("Serbia's prosecutors opened an investigation into the ministry on Thursday.", "ACCUSE", "investigate", "occurred", "06-06", "prosecutors", ""),
    ("Iran rejected the American offer on Sunday.", "REJECT", "", "occurred", "06-09", "Iran", ""),
    ("Hungary vetoed the EU sanctions on Monday.", "REJECT", "", "occurred", "06-10", "Hungary", ""),
    ("North Korea threatened South Korea with a nuclear strike on Sunday.", "THREATEN", "", "occurred", "06-09", "North Korea > South Korea", ""),
    ("ECOWAS warned on Sunday that it would use force against the junta.", "THREATEN", "", "occurred", "06-09", "ECOWAS", ""),
    # --- protest
    ("Thousands of farmers marched in Brussels on Sunday against the pact.", "PROTEST", "demo", "occurred", "06-09", "farmers", "Brussels"),
    ("Nurses will strike across Scotland on Thursday.", "PROTEST", "strike", "planned", "06-13", "nurses", ""),
    ("French unions have called a strike for 20 June.", "PROTEST", "strike", "planned", "06-20", "unions", ""),
    ("Police said 80,000 people took to the streets of Tbilisi on Saturday.", "PROTEST", "demo", "occurred", "06-08", "people", "Tbilisi"),
    ("Rail workers walked out in Lisbon on Friday.", "PROTEST", "strike", "occurred", "06-07", "workers", "Lisbon"),
    ("Rioters burned cars in Noumea on Thursday night.", "PROTEST", "riot", "occurred", "06-06", "rioters", "Noum"),
    ("Friday's strike by train drivers was called off.", "PROTEST", "strike", "cancelled", "06-14", "drivers", ""),
    ("Demonstrators gathered outside parliament in Nairobi on Sunday.", "PROTEST", "demo", "occurred", "06-09", "demonstrators", "Nairobi"),
    ("Protests erupted in Dakar on Friday after the vote was delayed.", "PROTEST", "demo", "occurred", "06-07", "", "Dakar"),
    # --- sanction
    ("The European Union imposed sanctions on Belarus on Friday.", "SANCTION", "", "occurred", "06-07", "European Union > Belarus", ""),
    ("Canada expelled six Indian diplomats on Sunday.", "SANCTION", "", "occurred", "06-09", "Canada", ""),
    ("Mali cut diplomatic ties with Ukraine on Sunday.", "SANCTION", "", "occurred", "06-09", "Mali > Ukraine", ""),
    ("Niger told the French ambassador to leave within 48 hours on Friday.", "SANCTION", "", "occurred", "06-07", "Niger", ""),
    ("Washington will impose tariffs on Chinese steel from 1 July.", "SANCTION", "", "planned", "07-01", "Washington", ""),
    ("Russia walked out of the grain talks on Saturday.", "SANCTION", "", "occurred", "06-08", "Russia", ""),
    # --- mobilize
    ("Russia deployed 5,000 troops to the border on Sunday.", "MOBILIZE", "", "occurred", "06-09", "Russia", ""),
    ("Poland will send 10,000 soldiers to its eastern border on Friday.", "MOBILIZE", "", "planned", "06-14", "Poland", ""),
    ("The Philippines put its navy on alert on Saturday.", "MOBILIZE", "", "occurred", "06-08", "Philippines", ""),
    # --- coerce
    ("Turkish police arrested three journalists in Istanbul on Friday.", "COERCE", "arrest", "occurred", "06-07", "police > journalists", "Istanbul"),
    ("Tunisia's president dissolved the assembly on Sunday.", "COERCE", "", "occurred", "06-09", "president", ""),
    ("Georgia's opposition leader was detained in Tbilisi on Saturday.", "COERCE", "arrest", "occurred", "06-08", "", "Tbilisi"),
    ("Guinea banned all demonstrations on Friday.", "COERCE", "", "occurred", "06-07", "Guinea", ""),
    ("The army seized power in Gabon on Saturday.", "COERCE", "", "occurred", "06-08", "army", "Gabon"),
    ("Niger closed its airspace on Sunday.", "SANCTION", "", "occurred", "06-09", "Niger", ""),
    # --- assault
    ("Russia fired missiles at Kharkiv on Sunday, killing three people.", "ASSAULT", "", "occurred", "06-09", "Russia", "Kharkiv"),
    ("Israeli aircraft bombed a school in Rafah on Saturday.", "ASSAULT", "", "occurred", "06-08", "", "Rafah"),
    ("A car bomb killed ten people in Mogadishu on Friday.", "ASSAULT", "", "occurred", "06-07", "", "Mogadishu"),
    ("Twelve soldiers were killed by gunmen in northern Burkina Faso on Sunday.", "ASSAULT", "", "occurred", "06-09", "gunmen > soldiers", ""),
    ("Houthi rebels attacked a cargo ship in the Red Sea on Sunday.", "ASSAULT", "", "occurred", "06-09", "rebels", ""),
    ("Drones were sent against an oil depot in Rostov on Sunday.", "ASSAULT", "", "occurred", "06-09", "", "Rostov"),
    ("Fighting in Khartoum has continued since Sunday.", "ASSAULT", "", "ongoing", "06-09", "", "Khartoum"),
    ("Turkey invaded northern Syria on Saturday.", "ASSAULT", "", "occurred", "06-08", "Turkey", "Syria"),
    # --- reported speech, coordination, apposition, pronouns
    ("The Kremlin said Putin would visit Hanoi on 19 June.", "CONSULT", "visit", "planned", "06-19", "Putin", "Hanoi"),
    ("Britain, France and Italy agreed on Sunday to a joint fund for shipyards.", "AGREE", "", "occurred", "06-09", "Britain + France + Italy", ""),
    ("Estonia's foreign minister, Margus Tsahkna, will meet his Latvian counterpart in Riga on Tuesday.", "CONSULT", "", "planned", "06-11", "Tsahkna", "Riga"),
    ("Olena Havryliuk, the mayor of Odesa, met union leaders on Friday.", "CONSULT", "meet", "occurred", "06-07", "Havryliuk", ""),
    ("Tokayev arrived in Rome on Monday. He will meet Meloni on Tuesday.", "CONSULT", "meet", "planned", "06-11", "Tokayev + Meloni", ""),
    ("Sanchez said that she and Costa would meet in Porto on Saturday.", "CONSULT", "meet", "planned", "06-15", "Costa", "Porto"),
    ("According to state media, Kim met a Russian delegation in Pyongyang on Friday.", "CONSULT", "meet", "occurred", "06-07", "Kim", "Pyongyang"),
    ('"We will meet in Vienna on Friday," the French president said.', "CONSULT", "meet", "planned", "06-14", "president", "Vienna"),
    ('"I will call Putin on Tuesday," Trump said.', "CONSULT", "phone", "planned", "06-11", "Trump > Putin", ""),
    ("Having met Duda on Friday, Nauseda will visit Prague on Tuesday.", "CONSULT", "visit", "planned", "06-11", "Nauseda", "Prague"),
    ("Police arrested 40 people as thousands marched in Yerevan on Sunday.", "COERCE", "arrest", "occurred", "06-09", "police", ""),
    ("Venezuela released ten Americans on Sunday in exchange for an ally of Maduro.", "CONCEDE", "release", "occurred", "06-09", "Venezuela", ""),
    ("The president of Ghana, who met Mahama on Friday, signed the bill on Saturday.", "CONSULT", "meet", "occurred", "06-07", "Mahama", ""),
    ("The army, which shelled Kharkiv on Sunday, denied losing the refinery.", "ASSAULT", "", "occurred", "06-09", "army", "Kharkiv"),
    ("Vucic and Kurti, who have not met since last year, will hold talks in Vienna on Tuesday.", "CONSULT", "meet", "planned", "06-11", "Vucic + Kurti", "Vienna"),
    # --- one plain sentence for each common wording
    ("Protesters erected barricades across the main road into Oruro on Sunday.", "PROTEST", "", "occurred", "", "", ""),
    ("Barricades went up on Sunday night around the port.", "PROTEST", "", "occurred", "", "", ""),
    ("Farmers set up roadblocks on the highway to Lima on Friday.", "PROTEST", "", "occurred", "", "", ""),
    ("Serbs in the north blocked two border crossings with trucks on Sunday.", "PROTEST", "", "occurred", "", "", ""),
    ("Villagers cut off the railway line at Kota on Saturday to demand water.", "PROTEST", "", "occurred", "", "", ""),
    ("The barricades were dismantled on Thursday after nineteen days.", "PROTEST", "", "occurred", "", "", ""),
    ("Demonstrators overran the president's residence on Saturday.", "PROTEST", "", "occurred", "", "", ""),
    ("Demonstrators stormed the state television building on Friday.", "PROTEST", "", "occurred", "", "", ""),
    ("Supporters of the former president invaded the Supreme Court building on Sunday.", "PROTEST", "", "occurred", "", "", ""),
    ("Millions of workers stayed off work on Thursday.", "PROTEST", "", "occurred", "", "", ""),
    ("The opposition has called a hartal for 18 June.", "PROTEST", "", "planned", "", "", ""),
    ("About 20,000 people turned up in the square on Friday to demand new elections.", "PROTEST", "", "occurred", "", "", ""),
    ("Students occupied the rector's office in Athens on Friday.", "PROTEST", "", "occurred", "", "", ""),
    ("Thousands are expected on the streets of Madrid on Saturday.", "PROTEST", "", "planned", "", "", ""),
    ("The rail strike planned for Thursday has been called off after a new pay offer.", "PROTEST", "", "cancelled", "", "", ""),
    ("Junior doctors have suspended their strike planned for Wednesday while talks go on.", "PROTEST", "", "postponed", "", "", ""),
    ("Thousands of Peruvians descended on Lima on Thursday to demand the president's resignation.", "PROTEST", "", "occurred", "", "", ""),
    ("Women banged pots on their balconies in Buenos Aires on Friday night in protest at the cuts.", "PROTEST", "", "occurred", "", "", ""),
    ("Activists glued themselves to the road in Berlin on Monday.", "PROTEST", "", "occurred", "", "", ""),
    ("Farmers drove their tractors into Brussels on Monday and dumped manure outside the parliament.", "PROTEST", "", "occurred", "", "", ""),
    ("Sri Lanka was placed under a state of emergency on Friday.", "COERCE", "", "occurred", "", "", ""),
    ("A state of emergency came into force at midnight on Friday.", "COERCE", "", "occurred", "", "", ""),
    ("The capital was put under curfew on Saturday.", "COERCE", "", "occurred", "", "", ""),
    ("A journalist was picked up by security agents in Algiers on Friday.", "COERCE", "", "occurred", "", "", ""),
    ("The authorities suspended the licence of two television channels on Friday.", "COERCE", "", "occurred", "", "", ""),
    ("Serb police officers handed in their uniforms on Saturday.", "CONCEDE", "", "occurred", "", "", ""),
    ("Kosovo put off the new rules on number plates by a month on Monday.", "CONCEDE", "", "occurred", "", "", ""),
    ("Venezuela declared the German ambassador persona non grata on Wednesday.", "SANCTION", "", "occurred", "", "", ""),
    ("ECOWAS suspended Mali on Friday.", "SANCTION", "", "occurred", "", "", ""),
    ("The United States froze the assets of Venezuela's state oil company on Monday.", "SANCTION", "", "occurred", "", "", ""),
    ("Brussels froze 300 million euros in aid to Georgia on Tuesday.", "SANCTION", "", "occurred", "", "", ""),
    ("Mali withdrew from the G5 Sahel force on Sunday.", "SANCTION", "", "occurred", "", "", ""),
    ("China banned imports of Taiwanese fruit on Monday.", "SANCTION", "", "occurred", "", "", ""),
    ("Turkey delivered drones to Mali on Friday.", "AID", "", "occurred", "", "", ""),
    ("Serbia placed its armed forces on the highest level of combat readiness on Monday.", "MOBILIZE", "", "occurred", "", "", ""),
    ("Two Russian air force planes carrying 100 troops landed in Caracas on Saturday.", "MOBILIZE", "", "occurred", "", "", ""),
    ("North Korea fired a ballistic missile into the sea on Thursday.", "MOBILIZE", "", "occurred", "", "", ""),
    ("Israel and Hamas have agreed to a six-week truce, Qatar announced on Wednesday.", "AGREE", "", "occurred", "", "", ""),
    ("Kurti and Vucic spent three hours with the EU's foreign policy chief on Monday.", "CONSULT", "", "occurred", "", "", ""),
    ("Borrell has invited the two leaders to Brussels on 18 June.", "CONSULT", "", "planned", "", "", ""),
    ("Mike Pence is to join leaders of the Lima Group in Bogota on Friday.", "CONSULT", "", "planned", "", "", ""),
    ("The Security Council talked for four hours on Saturday.", "CONSULT", "", "occurred", "", "", ""),
    ("Negotiators from both sides are meeting in Oslo.", "CONSULT", "", "ongoing", "", "", ""),
    ("Bachelet wound up a three-day visit to Caracas on Friday.", "CONSULT", "", "occurred", "", "", ""),
    ("They will come together again in March to work on that.", "CONSULT", "", "planned", "", "", ""),
    ("A high-level Indian delegation called on the president on Thursday.", "CONSULT", "", "occurred", "", "", ""),
    ("He saw the opposition leader, too, on Thursday.", "CONSULT", "", "occurred", "", "", ""),
    ("Kenya's high court blocked the deployment on Friday.", "REJECT", "", "occurred", "", "", ""),
    ("Four European countries gave Maduro eight days to call elections on Saturday.", "THREATEN", "", "occurred", "", "", ""),
    ("Sri Lanka has asked China to defer the visit of a survey ship, officials said on Saturday.", "REQUEST", "", "occurred", "", "", ""),
    ("Ukraine formally applied to join the European Union on Monday.", "REQUEST", "", "occurred", "", "", ""),
    ("A stun grenade was thrown at a patrol on Saturday night.", "ASSAULT", "", "occurred", "", "", ""),
    ("Government supporters set upon the protesters with iron bars on Monday.", "ASSAULT", "", "occurred", "", "", ""),
    ("A car bomb went off outside a hotel in Mogadishu on Friday.", "ASSAULT", "", "occurred", "", "", ""),
    ("An explosion tore through a mosque in Kabul on Friday.", "ASSAULT", "", "occurred", "", "", ""),
    ("Bunagana fell to the rebels on Monday.", "ASSAULT", "", "occurred", "", "", ""),
    ("The prime minister's house was set on fire on Saturday.", "ASSAULT", "", "occurred", "", "", ""),
    ("Two soldiers were kidnapped near Gao on Friday.", "ASSAULT", "", "occurred", "", "", ""),
    ("Two hundred thousand people carrying candles protested in Barcelona on Tuesday night.", "PROTEST", "", "occurred", "", "", ""),
    ("The Senate is to vote on it on Friday.", "AGREE", "", "planned", "", "", ""),
    ("Within the hour the Senate in Madrid approved direct rule by 214 votes to 47.", "AGREE", "", "occurred", "", "", ""),
    ("A judge sent eight ministers to prison on Thursday.", "COERCE", "", "occurred", "", "", ""),
    ("Two activists were sent to prison on Monday by a High Court judge.", "COERCE", "", "occurred", "", "", ""),
    ("A Spanish judge on Friday issued a European arrest warrant for the former premier.", "COERCE", "", "occurred", "", "", ""),
    ("An Israeli civilian was killed by mortar fire near the crossing.", "ASSAULT", "", "occurred", "", "", ""),
    ("Washington announced 47 million dollars in humanitarian help on Monday.", "AID", "", "occurred", "", "", ""),
    ("A new truce of 72 hours came into force at eight on Monday.", "AGREE", "", "occurred", "", "", ""),
    ("A truce in the Gaza Strip was lengthened by five days on Wednesday.", "AGREE", "", "occurred", "", "", ""),
    ("The secretary of state spoke to reporters on Thursday after two hours with Nicolas Sarkozy in Paris.", "CONSULT", "", "occurred", "", "", ""),
    ("The Russian president told Sarkozy over the telephone on Friday that his men would leave.", "CONSULT", "", "occurred", "", "", ""),
    ("A second round of talks will be held in Geneva on 18 June.", "CONSULT", "", "planned", "", "", ""),
    ("Picket lines go up on Tuesday outside the studios.", "PROTEST", "", "planned", "", "", ""),
    ("The Directors Guild of America reached a tentative agreement with the studios late on Saturday.", "AGREE", "", "occurred", "", "", ""),
    ("Bargaining between the guild and the studios begins on Wednesday.", "CONSULT", "", "planned", "", "", ""),
    ("Cooks and housekeepers walked out of 19 hotels on Sunday.", "PROTEST", "", "occurred", "", "", ""),
    ("The finance ministers discussed the letter in a conference call on Tuesday.", "CONSULT", "", "occurred", "", "", ""),
    ("A furious crowd broke into the prime minister's offices on Monday night.", "PROTEST", "", "occurred", "", "", ""),
    ("Turkish fighters brought down a Russian Su-24 on Tuesday.", "ASSAULT", "", "occurred", "", "", ""),
    ("S-400 missiles will be deployed at the base, Moscow said on Wednesday.", "MOBILIZE", "", "planned", "", "", ""),
    ("They will strike for 48 hours from the evening of 30 June.", "PROTEST", "", "planned", "", "", ""),
    ("A bomber on a motorcycle killed at least 24 people on Tuesday at a rally in Charikar.", "ASSAULT", "", "occurred", "", "", ""),
    ("The Taliban claimed both attacks.", "ASSAULT", "", "occurred", "", "", ""),
    ("Khalilzad faced the insurgents' negotiators across the table on Saturday.", "CONSULT", "", "occurred", "", "", ""),
    ("Spain, France and Germany gave Maduro eight days to call elections on Saturday.", "THREATEN", "", "occurred", "", "", ""),
    ("The EU set Kosovo a deadline of Friday to withdraw the tariff.", "THREATEN", "", "occurred", "", "", ""),
    ("Kosovo reopened its busiest crossing on Thursday.", "CONCEDE", "", "occurred", "", "", ""),
    ("The king accused Catalan leaders of disloyalty on Tuesday.", "ACCUSE", "", "occurred", "", "", ""),
    ("The African Union's envoys sat down in Pretoria with both delegations on Tuesday.", "CONSULT", "", "occurred", "", "", ""),
    ("On Tuesday the finance ministers gather in Brussels at one.", "CONSULT", "", "planned", "", "", ""),
    ("The posts are to be dismantled within a week.", "CONCEDE", "", "planned", "", "", ""),
    ("All troops are to be pulled out by 10 October.", "CONCEDE", "", "planned", "", "", ""),
    ("Two people were killed when shells fell on a market in Goma on Friday.", "ASSAULT", "", "occurred", "", "", ""),
    ("The army captured three villages near Shire on Tuesday.", "ASSAULT", "", "occurred", "", "", ""),
    ("He was received at the airport in Mekelle by the regional president on Monday.", "CONSULT", "", "occurred", "", "", ""),
    ("The delegations are expected in Doha on Thursday.", "CONSULT", "", "planned", "", "", ""),
    ("The cabinet agreed in the night to postpone the reform to next year.", "AGREE", "", "occurred", "", "", ""),
    ("Kenyan delegates stayed away from the council of the lake states on Friday.", "SANCTION", "", "occurred", "", "", ""),
    ("Egypt has suspended its part in the water deal, the ministry said on Saturday.", "SANCTION", "", "occurred", "", "", ""),
    ("Burundi pulled out of the lake deal on Monday.", "SANCTION", "", "occurred", "", "", ""),
    ("Italy will pull its 300 troops out of Lebanon by the end of June.", "CONCEDE", "", "planned", "", "", ""),
    ("Sudan warned on Wednesday that it might scrap the conference.", "THREATEN", "", "occurred", "", "", ""),
    ("Asmara threatened to walk away from the conference on Wednesday.", "THREATEN", "", "occurred", "", "", ""),
    ("The Pentagon suspended a joint exercise with Thailand on Monday.", "CONCEDE", "", "occurred", "", "", ""),
    ("The African Union ordered the activation of its standby brigade on Friday.", "MOBILIZE", "", "occurred", "", "", ""),
    ("William Burns spent an evening with officers of the Libyan army in Benghazi on Sunday.", "CONSULT", "", "occurred", "", "", ""),
    ("An emissary handed the king a letter at the palace in Rabat on Friday.", "CONSULT", "", "occurred", "", "", ""),
    # --- crowds, police abroad, money, votes of confidence
    ("Thousands of people protested in Lima on Sunday against the deal with Chile.", "PROTEST", "demo", "occurred", "06-09", "people", "Lima"),
    ("Kosovo Serbs protested against the ban in Zvecan on Friday.", "PROTEST", "demo", "occurred", "06-07", "Serbs", ""),
    ("Japan protested to China on Friday over the flights.", "ACCUSE", "disapprove", "occurred", "06-07", "Japan > China", ""),
    ("Police counted 40,000 marchers in Lyon on Saturday.", "PROTEST", "demo", "occurred", "06-08", "", "Lyon"),
    ("Two hundred Ghanaian police officers landed in Freetown on Sunday.", "MOBILIZE", "police", "occurred", "06-09", "officers", "Freetown"),
    ("The arrival of the Chadian contingent in Bangui has been put off.", "MOBILIZE", "troops", "postponed", "", "", "Bangui"),
    ("Norway promised a further €30m for the harbours on Friday.", "AID", "", "planned", "", "Norway", ""),
    ("The motion of no confidence against Costa was thrown out on Saturday.", "REJECT", "", "occurred", "06-08", "", ""),
    ("Draghi survived a confidence vote on Friday.", "AGREE", "", "occurred", "06-07", "Draghi", ""),
    ("The vote of confidence will be held on Wednesday night.", "REJECT", "", "planned", "06-12", "", ""),
    ("Teachers came out on Monday for higher pay.", "PROTEST", "strike", "occurred", "06-10", "Teachers", ""),
    ("The captain will sign the deal on Friday and be freed.", "RETREAT", "release", "planned", "06-14", "", ""),
    ("The treaty that Ghana and Togo entered into on 1 March is void.", "AGREE", "", "occurred", "03-01", "Ghana + Togo", ""),
    ("Peru and Chile have called a conference of 12 countries to meet in Lima on 16 August.", "CONSULT", "multilateral", "planned", "", "Peru + Chile", ""),
    ("The chairman called a meeting on Friday to discuss the floods.", "CONSULT", "meet", "planned", "", "chairman", ""),
    ("Civic committees have called a general strike from midnight.", "PROTEST", "strike", "planned", "", "committees", ""),
    ("Royal Marines came ashore at Freetown on Friday.", "MOBILIZE", "troops", "occurred", "06-07", "Marines", "Freetown"),
    ("British bombers from Malta and Cyprus attacked airfields on Friday.", "ASSAULT", "", "occurred", "06-07", "British bombers", ""),
    ("A court cleared the minister of corruption on Friday.", "CONCEDE", "", "occurred", "06-07", "", ""),
    ("Twelve people were killed near the bridge, residents said.", "ASSAULT", "", "occurred", "", "people", ""),
    ("The talks that were to have been held in Minsk on Friday did not come about.", "CONSULT", "", "cancelled", "06-07", "", "Minsk"),
    ("The meeting planned for last Friday did not materialise.", "CONSULT", "", "cancelled", "", "", ""),
    ("When Ruto and Museveni sat with Kagame in Kigali on Friday nobody would have thought of it.", "CONSULT", "", "occurred", "", "Ruto + Kagame", "Kigali"),
    ("The chancellor had called on Petro Poroshenko the day before, and is said to have found him ready.", "CONSULT", "visit", "occurred", "06-09", "chancellor > Poroshenko", ""),
    ("Students took to the streets of Lima on Friday.", "PROTEST", "demo", "occurred", "06-07", "Students", "Lima"),
    ("The president and his aide were taken in the capital before dawn.", "COERCE", "arrest", "occurred", "", "", ""),
    ("Panos Kammenos told reporters on Friday that he is resigning as minister of defence.", "RETREAT", "resign", "occurred", "06-07", "", ""),
    ("Salvos of rockets hit the town on Friday.", "ASSAULT", "", "occurred", "06-07", "", ""),
    ("The Netherlands meet Belgium in Paris on Friday.", "CONSULT", "", "planned", "06-14", "", "Paris"),
    ("A film about the prophet set off riots in Cairo on Friday.", "PROTEST", "", "occurred", "06-07", "", "Cairo"),
    ("The museum said on Friday that it would hand the bronzes back to Nigeria.", "", "", "planned", "", "", ""),
    ("The army said it was behind Friday's blast in Homs.", "ASSAULT", "", "occurred", "06-07", "", ""),
    ("The chairman shot down the idea on Monday.", "REJECT", "", "occurred", "06-10", "", ""),
    ("The court threw out the charges on Monday.", "REJECT", "", "occurred", "06-10", "", ""),
    ("The rebels deny that they were behind Friday's blast in Homs.", "ASSAULT", "", "denied", "", "", ""),
    ("The general went on to sign the accord on Friday.", "AGREE", "", "occurred", "06-07", "", ""),
    ("She is certain to sign the accord on Friday.", "AGREE", "", "planned", "06-14", "", ""),
    ("The accord will see the prisoners freed on Friday.", "RETREAT", "", "planned", "06-14", "", ""),
    ("A march planned for Sunday attracted a few hundred.", "PROTEST", "", "occurred", "06-09", "", ""),
    ("Anger among the crowd forced the governor to resign on Friday.", "RETREAT", "", "occurred", "06-07", "", ""),
    ("Oslo won praise on Friday for sending generators to Kyiv.", "AID", "", "occurred", "", "Oslo", ""),
    ("She has been held since the army seized power on 7 June.", "COERCE", "", "occurred", "06-07", "army", ""),
    ("The rebels have 60 days to hand over their weapons.", "RETREAT", "", "planned", "", "", ""),
    ("A government order said that the port would be closed on Friday.", "", "", "planned", "06-14", "", ""),
    ("The dockers' strike lasted three weeks.", "PROTEST", "", "occurred", "", "", ""),
    ("Kenya became the first country to recognise the republic on Friday.", "", "", "occurred", "06-07", "Kenya", ""),
    # --- so many days before or after; what was done to a thing, whatever is meant to be done with it
    ("Spain said on Monday it would withdraw its ambassador to Peru, two days after calling her home for consultations.", "SANCTION", "expel", "occurred", "06-08", "Spain", ""),
    ("The two leaders will meet in Seoul on 26 June, Japan's government said, a day after they spoke by telephone.", "CONSULT", "phone", "occurred", "06-09", "", ""),
    ("The ministers will meet on Friday, a day after the summit in Bali.", "CONSULT", "multilateral", "planned", "06-13", "", "Bali"),
    ("A day after a walkout by drivers in Porto, their union announced another stoppage for 24 June.", "PROTEST", "strike", "occurred", "06-09", "drivers", "Porto"),
    ("The president dissolved parliament on Sunday, a day after Hasina was driven from power.", "CONCEDE", "resign", "occurred", "06-08", "", ""),
    ("The government wants to rebuild the bridge destroyed by Russian missiles on Sunday.", "ASSAULT", "destroy", "occurred", "06-09", "Russian", ""),
    ("Ministers are to discuss on Tuesday the accord signed in Oslo on Friday.", "AGREE", "", "occurred", "06-07", "", "Oslo"),
    ("The president vowed to punish those who attacked the embassy on Friday.", "ASSAULT", "", "occurred", "06-07", "", ""),
    ("The judge may free the two men arrested on Sunday.", "COERCE", "arrest", "occurred", "06-09", "", ""),
    ("A reporter who was ordered out of Ethiopia on Thursday landed in Paris on Saturday.", "COERCE", "deport", "occurred", "06-06", "", ""),
    ("Poland accused Russia on Saturday of the cyber attack on its news agency.", "COERCE", "cyber", "occurred", "", "Russia", ""),
    # --- had to be; nobody held it; told by him who speaks for another; named before what is announced
    ("The summit in Riga had to be called off on Sunday because of a storm.", "CONSULT", "", "cancelled", "", "", "Riga"),
    ("Thursday's march in Lima had to be put off because of the heat.", "PROTEST", "", "postponed", "06-13", "", "Lima"),
    ("The prisoners had to be freed on Sunday.", "CONCEDE", "release", "occurred", "06-09", "", ""),
    ("No talks were held in Doha on Sunday, Congo's government said.", "CONSULT", "", "cancelled", "06-09", "", "Doha"),
    ("Iran will hang a Kurdish activist, Reza Rasaei, on Wednesday, his lawyer said.", "ASSAULT", "", "planned", "06-12", "Iran > Rasaei", ""),
    ("A first group of Kenyan police will leave for Haiti on Tuesday, a senior officer said.", "MOBILIZE", "", "planned", "06-11", "police", "Haiti"),
    ("Yemen's two sides have agreed to end the war and to resume flights, the envoy, Hans Grundberg, announced on Sunday.", "AGREE", "", "occurred", "06-09", "sides", ""),
    ("Nurses ignored a call to work on and walked out on Friday.", "PROTEST", "strike", "occurred", "06-07", "Nurses", ""),
    ("Japan's prime minister, Fumio Kishida, and Korea's president, Yoon Suk Yeol, plan to meet on Friday.", "CONSULT", "", "planned", "06-14", "Kishida + Yoon", ""),
    ("Iran said the tanker, which it seized on Saturday, was carrying smuggled oil.", "COERCE", "", "occurred", "06-08", "Iran", ""),
    ("Olaf Scholz will visit Kyiv on Thursday, and his foreign minister, Annalena Baerbock, will travel there next Tuesday.", "CONSULT", "visit", "planned", "06-18", "Baerbock", ""),
    # --- words
    ("The rebels handed over 32 soldiers to the Red Cross on Saturday.", "CONCEDE", "", "occurred", "06-08", "rebels > soldiers", ""),
    ("A convoy of 40 lorries with wheat and medicine is expected to reach Shire on Wednesday.", "AID", "", "planned", "06-12", "", "Shire"),
    ("The first doses of the vaccine are due in Kinshasa on Thursday, the ministry said.", "AID", "", "planned", "06-13", "", "Kinshasa"),
    ("Saboteurs destroyed a bridge near Melitopol on Saturday.", "ASSAULT", "destroy", "occurred", "06-08", "", "Melitopol"),
    ("The town fell to the rebels on Friday.", "ASSAULT", "", "occurred", "06-07", "rebels", ""),
    ("Lebanon sent 300 Syrian refugees home on Saturday.", "COERCE", "deport", "occurred", "06-08", "Lebanon > Syrian refugees", ""),
    ("The union at the plant will hold its first strike on Friday.", "PROTEST", "strike", "planned", "06-14", "union", ""),
    ("An attempt on the mayor's life failed on Sunday, police said.", "ASSAULT", "", "occurred", "06-09", "", ""),
    ("Bahrain will host the league's summit on Thursday, with the war in Gaza on the agenda.", "CONSULT", "multilateral", "planned", "06-13", "Bahrain", "Bahrain"),
    ("Tanks pushed into the east of Jabalia on Sunday night, residents said.", "ASSAULT", "", "occurred", "06-09", "", "Jabalia"),
    # --- clauses given to the noun they agree with; plans put off, given up or set anew
    ("Talks on the border that were to have been held in Almaty on Sunday did not come about.", "CONSULT", "", "cancelled", "06-09", "", "Almaty"),
    ("The union on Sunday put off by a week a strike of train drivers that was to begin on Wednesday.", "PROTEST", "strike", "planned", "06-19", "drivers", ""),
    ("The opposition has given up its march on the palace, planned for Saturday.", "PROTEST", "", "cancelled", "", "opposition", ""),
    ("The pope gave up a journey to Dubai on Sunday on doctors' advice.", "CONSULT", "visit", "cancelled", "", "pope", "Dubai"),
    ("The two leaders were to have met on Sunday. Instead they will see each other on Friday.", "CONSULT", "", "planned", "06-14", "", ""),
    ("The departure of the first peacekeepers for Mali was put off on Sunday.", "MOBILIZE", "", "postponed", "", "peacekeepers", ""),
    ("They have invited 24 countries to a conference in Oslo on 16 August.", "CONSULT", "", "planned", "08-16", "", "Oslo"),
    ("Prisoners in Ofer jail gave up a ten-day hunger strike on Sunday.", "PROTEST", "strike", "occurred", "05-31", "Prisoners", ""),
    ("Ministers meeting in Lima on Sunday agreed to send fifty trucks.", "CONSULT", "", "occurred", "06-09", "Ministers", "Lima"),
    ("Kishida and Luxon agreed on Sunday to share intelligence.", "AGREE", "", "occurred", "06-09", "Kishida + Luxon", ""),
    # --- told as why something else was done, in spite of something, or by what it is called
    ("Argentina's airlines cancelled most flights on Sunday because of a 24-hour walkout by air traffic controllers.", "PROTEST", "strike", "occurred", "06-09", "", ""),
    ("Flights were cancelled on Sunday due to a strike by pilots.", "PROTEST", "strike", "occurred", "06-09", "pilots", ""),
    ("Thousands defied a police ban to rally for Renamo in Maputo on Saturday.", "PROTEST", "", "occurred", "06-08", "Thousands", "Maputo"),
    ("The army arrested six men on Sunday after they had attacked a bus.", "ASSAULT", "", "occurred", "", "six men", ""),
    # --- words
    ("The convoy was plundered by gunmen on Sunday.", "ASSAULT", "", "occurred", "06-09", "gunmen", ""),
    ("A ban on entering a strip along the border came into force on Sunday.", "COERCE", "restrict", "occurred", "06-09", "", ""),
    ("Iraqi and Turkish officials talked about the flow of the Tigris in Ankara on Sunday.", "CONSULT", "meet", "occurred", "06-09", "Iraqi + Turkish", ""),
    ("Moscow vowed on Friday to answer the theft of its money.", "THREATEN", "", "occurred", "06-07", "Moscow", ""),
    ("The envoys met two weeks after the violent encounter at the shoal.", "ASSAULT", "", "occurred", "", "", ""),
    # --- what a clause on a noun, an "as", a colon or "in its third week" takes the day from
    ("Fighters who shot their way into Goma on Friday were in control of it on Saturday. At a briefing the army demanded that the M23 leave the town.", "REQUEST", "", "occurred", "06-08", "army", ""),
    ("The cabinet met on Sunday over a debt run up on 1 June. Soldiers entered Kumasi the same morning.", "MOBILIZE", "", "occurred", "06-09", "soldiers", "Kumasi"),
    ("Half a million people filled the squares of Lima on Sunday in the biggest protest of a revolt now in its third week.", "PROTEST", "", "occurred", "06-09", "people", "Lima"),
    ("Ghana had not waited: on Saturday, two days after the raid, it closed its border with Togo.", "", "", "occurred", "06-08", "", ""),
    ("Lorry drivers blocked roads in Peru on Saturday and masked youths fought police in Cusco.", "ASSAULT", "", "occurred", "06-08", "youths", "Cusco"),
    ("The kidnappers are to let their captives go on Tuesday.", "RETREAT", "", "planned", "06-11", "kidnappers", ""),
    ("The rebels let 40 hostages go on Sunday, as Kony had promised the bishop in Gulu.", "RETREAT", "", "occurred", "06-09", "rebels", ""),
    # --- crowds, diplomats sent away, tests of weapons, calls on somebody
    ("Some 80,000 Armenians filled the heart of Yerevan on Saturday to call for the prime minister to go.", "PROTEST", "", "occurred", "06-08", "Armenians", "Yerevan"),
    ("A crowd of 30,000 braved the rain in Tbilisi on Sunday.", "PROTEST", "", "occurred", "06-09", "crowd", "Tbilisi"),
    ("On Saturday a crowd had demanded new elections outside the presidential palace in Accra.", "PROTEST", "", "occurred", "06-08", "crowd", "Accra"),
    ("A mob set fire to a police station in Kumasi on Sunday.", "PROTEST", "riot", "occurred", "06-09", "mob", "Kumasi"),
    ("Chile on Sunday ordered nine members of the Iranian embassy staff to leave.", "SANCTION", "expel", "occurred", "06-09", "Chile", ""),
    ("Chile ordered the expulsion of nine Belarusians on Sunday and told Minsk to shut its consulate in Valparaiso.", "SANCTION", "expel", "occurred", "06-09", "Chile", ""),
    ("The Maltese ambassador was called to the foreign ministry in Tunis on Sunday.", "ACCUSE", "", "occurred", "06-09", "", "Tunis"),
    ("Pakistan's test of a nuclear device on Sunday alarmed its neighbours.", "MOBILIZE", "weapons", "occurred", "06-09", "Pakistan", ""),
    ("Commandos rushed the hotel in Nairobi on Sunday night.", "ASSAULT", "", "occurred", "06-09", "commandos", "Nairobi"),
    ("Kuwait's ruler is to fly to Muscat on Tuesday in an attempt to mediate.", "CONSULT", "visit", "planned", "06-11", "ruler", "Muscat"),
    # --- who ended a siege stormed it; towns that are taken, whatever they are called; titles are no names
    ("Commandos ended the siege of a hotel in Bamako on Sunday.", "ASSAULT", "", "occurred", "06-09", "commandos", "Bamako"),
    ("All the hostages were let out of the church in Jos on Sunday.", "RETREAT", "", "occurred", "06-09", "", "Jos"),
    ("Soldiers took over the headquarters of the state broadcaster in Niamey on Sunday.", "COERCE", "", "occurred", "06-09", "soldiers", "Niamey"),
    ("Armed bands captured Buthidaung, a town near the border, on Sunday.", "ASSAULT", "", "occurred", "06-09", "", ""),
    ("Education Minister Teresa Ruiz met Colonel-General Pavel Orlov in Quito on Sunday.", "CONSULT", "", "occurred", "06-09", "Teresa Ruiz + Pavel Orlov", "Quito"),
    # --- what a day of the month tells apart, what had begun and is called off, where somebody is next
    ("The protests of 7 June were the biggest yet in Accra.", "PROTEST", "", "occurred", "06-07", "", "Accra"),
    ("Miners called off the strike that they began last Monday in Potosi.", "PROTEST", "strike", "occurred", "06-03", "Miners", ""),
    ("The envoy was in Lima on Sunday and will be in Quito on Friday.", "CONSULT", "visit", "planned", "06-14", "envoy", "Quito"),
    ("The session was put off so that Lula could fly to Quito on Friday.", "CONSULT", "visit", "planned", "06-14", "Lula", "Quito"),
    ("The World Bank said that it would resume lending to Malawi.", "AID", "", "planned", "", "World Bank > Malawi", ""),
    ("Riot police cleared away protesters in Dakar on Sunday.", "ASSAULT", "", "occurred", "06-09", "police", "Dakar"),
    ("Gunmen stopped a bus near Kandahar on Sunday and led away eleven passengers.", "ASSAULT", "", "occurred", "", "Gunmen > passengers", ""),
    ("Ghana on Sunday told the Iranian military attaché to leave.", "SANCTION", "expel", "occurred", "06-09", "Ghana", ""),
    # --- two deeds of a kind in one sentence, of which one is told with a vague time
    ("Lula and Petro, who last met in March, spoke by telephone on Sunday.", "CONSULT", "phone", "occurred", "06-09", "Lula + Petro", ""),
    ("The rebels, who took Goma in January, seized Bukavu on Sunday.", "ASSAULT", "", "occurred", "06-09", "rebels", "Bukavu"),
    ("The union, which struck for two days in April, will walk out again on 20 June.", "PROTEST", "", "planned", "06-20", "union", ""),
    ("Iran, which seized a tanker in April, let its crew go on Sunday.", "RETREAT", "", "occurred", "06-09", "Iran", ""),
    ("Hamas cancelled the deal that it had signed in Cairo on Friday.", "AGREE", "", "occurred", "06-07", "Hamas", "Cairo"),
    ("The mayor, who was seized by gunmen on Friday, was found dead near Iguala.", "ASSAULT", "", "occurred", "06-07", "gunmen > mayor", ""),
]
# fmt: on

# fmt: off
NOTHING = [
    ("Such a strike would trigger a new world war.", ""),
    ("An attack on Taiwan could draw in the United States.", "hypothetical"),
    ("Ukraine wants Germany to send Taurus missiles.", "hypothetical"),
    ("France is considering sending instructors to Ukraine.", ""),
    ("If the talks fail, the EU will impose sanctions on Serbia.", "conditional"),
    ("Unless Niger frees Bazoum, ECOWAS will send troops.", "conditional"),
    ("Should Iran attack, Israel will retaliate.", ""),
    ("Hamas would have to release the hostages before any truce.", ""),
    ("Putin will not attend the G20 summit in Rio.", "negated"),
    ("No agreement was signed in Doha.", "negated"),
    ("Hungary has not approved the treaty.", "negated"),
    ("Starmer hopes to meet Modi next week.", "hypothetical"),
    ("Turkey failed to sign the accord.", "negated"),
    ("Macron should visit Kyiv, analysts say.", "opinion"),
    ("I think Iran will attack Israel, said Jana Holub, an analyst at a think tank.", "opinion"),
    ("Russia invaded Georgia in 2008.", "history"),
    ("The two countries last held talks in 2015.", "history"),
    ("Britain handed Hong Kong back to China in 1997.", ""),
    ("Germany invaded Poland on 1 September 1939.", "history"),
    ("Every year the two armies hold joint drills.", "history"),
    ("Arsenal attacked from the first minute and beat Chelsea 3-1.", ""),
    ("The battle for No 10 has begun.", ""),
    ("Prices attacked household budgets last year.", ""),
    ("The minister came under fire for his remarks.", ""),
    ("The novel tells how rebels attack a city.", ""),
    ("Analysts doubt that the sides will sign a deal.", "opinion"),
    ("Will Putin meet Trump?", "hypothetical"),
    ("Nobody knows whether the leaders will meet.", "hypothetical"),
    ("Critics fear that the army may arrest the protesters.", ""),
    ("The plan calls for a ceasefire and the release of hostages.", ""),
    ("A visit to Moscow would be a mistake, he said.", ""),
    ("She dreamed of visiting Paris.", ""),
    ("The treaty would have banned all tests.", "hypothetical"),
    ("The war on drugs has cost billions.", ""),
    ('"The two sides will sign on Friday," said Jana Holub, an analyst in Prague.', ""),
    ("Talks could begin next month if both sides agree.", ""),
    ("The Security Council agreed on nothing on Saturday.", ""),
    ("The Serbs insist that they will not have the new mayors.", ""),
    ("The parties could not agree on the more ambitious version, Borrell conceded.", ""),
    ("The Serbian leader would not say what he had agreed to.", ""),
    ("It was on this bridge that Bolivar began his campaign.", ""),
    ("PDVSA's accounts ought to be seized everywhere.", ""),
    ("Jimmy Kimmel will host the Oscars in Hollywood on Sunday.", ""),
    ("The company will release an update to its software on Monday.", ""),
    ("Fans marched to the stadium in Turin on Sunday.", ""),
    ("The patient was released from hospital on Friday.", ""),
    ("Microsoft released a patch on Tuesday.", ""),
    ("The dog attacked a child in Leeds on Monday.", ""),
    ("It is 20 years since the two leaders signed the accord.", ""),
    ("A doctor came out of the building at noon.", ""),
    ("Officers arrived at the scene at noon.", ""),
    ("They can accept the offer or be expelled.", ""),
    ("A student marched to the gate on Sunday.", ""),
    ("A lawyer walked through the prison on Sunday.", ""),
    ("He explained on Friday how to withdraw the troops.", "hypothetical"),
    ("It has to wait until there is somebody to receive them, officials said on Friday.", "hypothetical"),
    ("The news was met with mixed feelings on Friday.", ""),
    ("The president shook as many hands as he could on Friday.", ""),
    ("The panel, taken from the parties and from civil society, has seven members.", ""),
    ("The allied headquarters said nothing on Friday.", ""),
    ("He was driven to the city in a convoy by side roads on Friday.", ""),
    ("The law lacks only the signature of the president.", ""),
    ("Eight people died when a roof fell as the guards cleared the plant.", ""),
    ("Opponents of the deal wear green badges.", "hypothetical"),
    ("Critics of the visit said on Friday that it was a mistake.", "hypothetical"),
    ("The documentary follows partisans who ambushed a convoy near Minsk.", "unrelated"),
    ("A statue of the general recalls the siege of Vienna.", "unrelated"),
    ("Her memoir, published on Friday, opens with a raid on a village in Mali.", "unrelated"),
    ("The gallery opens an exhibition about the riots in Brixton on Friday.", "unrelated"),
    ("In the film, guerrillas bomb the railway station in Lyon.", "unrelated"),
    ("The novel's heroine shoots a colonel.", "unrelated"),
    ("France meet Belgium in Lyon on Friday.", "unrelated"),
    ("Pensioners gathered in Riga on Sunday to commemorate the deportations.", ""),
    ("The police thwarted a scheme to blow up the parliament in Vienna.", ""),
    ("The army uncovered a plan to bomb the airport in Lagos.", "negated"),
    ("Worries grew but fears are mounting that Turkey will attack Kobani.", "hypothetical"),
    ("It is time to lift the sanctions on Cuba, he said.", "hypothetical"),
    ("The idea is to send troops to Mali.", "hypothetical"),
    ("The generals showed no appetite for talks with the rebels.", "negated"),
    ("He was nine when the army bombed the city.", "history"),
    ("The trial opened two years after the coup that ousted the president.", "history"),
    ("She was awarded the prize for signing the accord with Peru.", "history"),
    ("Police routinely arrest street traders there.", ""),
    ("Soldiers practised an attack on the airport in Oslo on Friday.", "hypothetical"),
    ("The minister declared the strike unlawful.", ""),
    ("The supermarket launched an assault on prices on Monday.", ""),
    ("Kenya beat Uganda in Nairobi on Sunday.", ""),
    ("Instead of bombing the bridge, the pilots turned back.", "negated"),
    ("The miners decided against a walkout on Friday.", "negated"),
    ("The lorries will leave on Friday provided that the rebels hand over their weapons.", "conditional"),
    ("Demands are growing on the governor to resign.", "hypothetical"),
    ("It was folly to invade the island, the admiral said.", "opinion"),
    ("He is rumoured to have signed the treaty on Friday.", "hypothetical"),
    ("The island has seen four coups since its independence.", "history"),
    ("In the past ten years the two navies have clashed twice.", "history"),
    ("A chorus of boos greeted the minister on Friday.", ""),
    ("The mayor has declared war on litter.", ""),
    ("The decision was taken in Brussels on Friday.", ""),
    ("She won the peace prize for signing the accord with Peru.", "history"),
    ("No statements were read and no arrests carried out on Sunday.", "negated"),
    ("She argued the rebels out of shooting the captives.", "negated"),
    ("Marshals kept the marchers from storming the ministry on Sunday.", "negated"),
    ("It is still possible that the two presidents will meet in July.", "hypothetical"),
    ("It is rumored that the general will resign.", "hypothetical"),
    ("Nobody named any victims of the shooting on Friday.", ""),
    ("Asked on Friday whether the navy would leave, the admiral smiled.", ""),
    ("Friday's goal was her third since the revolt began.", ""),
    ("The palace declined to comment on a meeting of the two generals in Geneva on Friday.", "hypothetical"),
    ("The judges have put off a ruling on the expulsion of the envoys.", "hypothetical"),
    ("The two poets had fought on opposite sides.", ""),
    ("In March 2020, a pact brokered in Oslo ended two weeks of strikes.", "history"),
    ("The siege will be lifted only once an accord has been signed.", "conditional"),
    ("A year ago the quarrel brought troops to the bridge.", "history"),
    ("The farmers say they would rather blow up the dam.", "hypothetical"),
    ("The governments are at odds over the expulsion of envoys.", "hypothetical"),
    ("The teacher has fought for higher wages since 1999.", ""),
    ("Bears killed two sheep near the pass on Sunday.", ""),
    ("A lorry skidded on ice on Sunday, killing two men.", ""),
    ("Elections will be held ninety days after the accord is signed.", "conditional"),
    ("Mourners filled the streets of Tabriz on Sunday for the funeral.", ""),
    ("The ruling clears the way for the army to attack the town.", "hypothetical"),
    ("The vote opens the way for the rebels to free their hostages.", "hypothetical"),
    ("He read out a decree on seizing foreign banks.", "hypothetical"),
    ("Nothing in the US-brokered text is new.", ""),
]
# fmt: on


def read(text: str) -> tuple[Mention, ...]:
    return extract(Article("https://outlet.example/a", "Headline", text, MONDAY, "Outlet")).mentions


def _who(mention: Mention) -> str:
    def named(*roles: Role) -> str:
        return " + ".join(a.name for a in mention.actors if a.role in roles)

    targets = named(Role.TARGET)
    return named(Role.SOURCE, Role.PARTICIPANT) + (f" > {targets}" if targets else "")


def _told(mention: Mention) -> str:
    day = mention.when.starts_on.strftime("%m-%d") if mention.when.starts_on else "none"
    place = mention.place.name if mention.place else "none"
    return f"{mention.type} {mention.mode} {mention.realis} {day} [{_who(mention)}] @{place}"


def _is_among(wanted: str, actors: list[ActorPhrase]) -> bool:
    return all(
        any(name.lower() in f"{a.name} {a.office} {a.text}".lower() for a in actors) for name in wanted.split(" + ")
    )


def _fits(mention: Mention, row: tuple[str, ...]) -> bool:
    _, type_, mode, realis, day, who, place = row
    source, _, target = who.partition(" > ")
    told_day = mention.when.starts_on.strftime("%m-%d") if mention.when.starts_on else ""
    return (
        (not type_ or mention.type.replace("RETREAT", "CONCEDE") == type_.replace("RETREAT", "CONCEDE"))
        and (not mode or mention.mode == mode)
        and mention.realis == realis
        and (not day or told_day == day)
        and (not source or _is_among(source, [a for a in mention.actors if target == "" or a.role is not Role.TARGET]))
        and (not target or _is_among(target, [a for a in mention.actors if a.role is Role.TARGET]))
        and (not place or (mention.place is not None and place in f"{mention.place.name} {mention.place.venue}"))
    )


@pytest.mark.parametrize("row", DEEDS, ids=lambda row: row[0])
def test_deed(row: tuple[str, ...]) -> None:
    mentions = read(row[0])
    assert any(_fits(mention, row) for mention in mentions), [_told(m) for m in mentions]


@pytest.mark.parametrize(("text", "why"), NOTHING)
def test_nothing(text: str, why: str) -> None:
    found = extract(Article("https://outlet.example/a", "Headline", text, MONDAY, "Outlet"))
    assert not found.mentions, [_told(m) for m in found.mentions]
    assert not why or why in {s.realis for s in found.skipped}, found.skipped


def test_the_day_of_those_whom_it_left_behind_is_not_its_own() -> None:
    (raid,) = (
        m for m in read("Survivors of the army's raid on the mine were flown home on Friday.") if m.type == "ASSAULT"
    )
    assert (raid.realis, raid.when.starts_on) == ("occurred", None)


def test_who_judges_a_deed_has_no_part_in_it_and_gives_it_no_day() -> None:
    text = "Peskov called the American veto of the Palestinian motion shameful on Friday."
    for veto in (m for m in read(text) if m.type == "REJECT"):
        assert "Peskov" not in _who(veto), _told(veto)
        assert veto.when.starts_on is None
