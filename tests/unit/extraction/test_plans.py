"""What becomes of plans, when deeds were or will be done, and where: plain sentences, each with what must be read.

All as of Tuesday 12 March 2024. A row: the sentence, its type, realis, change, day, old day and country; None is not looked at,
but for the change, which must then be none.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipeline.domain.article import Article
from pipeline.domain.mention import Mention
from pipeline.extraction import extract

TUESDAY = datetime(2024, 3, 12, 9, 0, tzinfo=UTC)
Row = tuple[str, str, str, str | None, str | None, str | None, str | None]

MOVED: list[Row] = [
    ("The trip of Peru's president to Chile has been put off from Friday to a week later.", "CONSULT", "planned", "rescheduled", "03-22", "03-15", "CHL"),
    ("The talks between Chile and Peru have been postponed from Friday by a week.", "CONSULT", "planned", "rescheduled", "03-22", "03-15", None),
    ("Talks between Chile and Peru due on Friday were put off by a week.", "CONSULT", "planned", "rescheduled", "03-22", "03-15", None),
    ("The summit in Lima, originally planned for 20 March, will now be held on 3 April.", "CONSULT", "planned", "rescheduled", "04-03", "03-20", "PER"),
    ("The visit of Peru's president to Chile was initially set for 26 February.", "CONSULT", "planned", None, None, "02-26", "CHL"),
    ("The foreign ministers' meeting in Oslo, due on Thursday, will now take place on Saturday.", "CONSULT", "planned", "rescheduled", "03-16", "03-14", "NOR"),
    ("The talks between Peru and Chile have been pushed back a week to 20 March.", "CONSULT", "planned", "rescheduled", "03-20", None, None),
    ("Chile and Peru have brought forward their talks on fishing from Friday to Wednesday.", "CONSULT", "planned", "rescheduled", "03-13", "03-15", None),
    ("The visit of Peru's president to Chile has been put off until April 3.", "CONSULT", "planned", "rescheduled", "04-03", None, "CHL"),
    ("The new date for the summit of Chile and Peru is 5 April.", "CONSULT", "planned", "rescheduled", "04-05", None, None),
    ("The strike of dock workers in Valparaiso, originally planned for Thursday, will take place on 21 March instead.", "PROTEST", "planned", "rescheduled", "03-21", "03-14", "CHL"),
    ("Talks between Chile and Bolivia that were to open in Arica on Wednesday will begin a day later.", "CONSULT", "planned", "rescheduled", "03-14", "03-13", "CHL"),
    ("Peru's president will visit Chile on 22 March, a week later than planned.", "CONSULT", "planned", "rescheduled", "03-22", "03-15", "CHL"),
    ("The summit of Peru and Chile was rescheduled for Monday.", "CONSULT", "planned", "rescheduled", "03-18", None, None),
    ("The Chilean and Peruvian foreign ministers will meet on Friday instead of Thursday.", "CONSULT", "planned", "rescheduled", "03-15", "03-14", None),
    ("The Chilean and Peruvian foreign ministers will meet on Friday, not on Thursday as announced.", "CONSULT", "planned", "rescheduled", "03-15", "03-14", None),
    ("Friday's meeting of the foreign ministers of Chile and Peru has slipped to Sunday.", "CONSULT", "planned", "rescheduled", "03-17", "03-15", None),
    ("The vote on the border treaty in Chile's senate has been delayed by two days to Thursday.", "AGREE", "planned", "rescheduled", "03-14", None, None),
    ("Peru and Chile have moved up their summit to this Thursday.", "CONSULT", "planned", "rescheduled", "03-14", None, None),
    ("The summit of Chile and Peru has been moved from Lima to Cusco.", "CONSULT", "planned", "relocated", None, None, "PER"),
    ("The talks will be held in Geneva instead of Oslo.", "CONSULT", "planned", "relocated", None, None, "CHE"),
    ("Peru and Chile will now meet in Arica rather than in Tacna.", "CONSULT", "planned", "relocated", None, None, "CHL"),
    ("The venue of Friday's talks between Chile and Peru was switched to Arica.", "CONSULT", "planned", "relocated", "03-15", None, "CHL"),
    ("The EU-Mercosur summit, first set for 14 March, has been given a new date: 21 March.", "CONSULT", "planned", "rescheduled", "03-21", "03-14", None),
    ("Kenya's president has postponed his visit to Uganda by a week to 22 March.", "CONSULT", "planned", "rescheduled", "03-22", None, "UGA"),
    ("The ministers will now see each other in Oslo on Sunday rather than on Saturday.", "CONSULT", "planned", "rescheduled", "03-17", "03-16", "NOR"),
    ("The bus strike in Cardiff planned for Friday was moved to Monday.", "PROTEST", "planned", "rescheduled", "03-18", "03-15", "GBR"),
    ("The handover of the bodies was delayed from Wednesday until Thursday, the Red Cross said.", "RETREAT", "planned", "rescheduled", "03-14", "03-13", None),
    ("Brazil and Argentina have put back their meeting in Montevideo by two days to Friday.", "CONSULT", "planned", "rescheduled", "03-15", None, "URY"),
    ("The African Union has rescheduled the Somalia conference in Nairobi for 2 April.", "CONSULT", "planned", "rescheduled", "04-02", None, "KEN"),
    ("The prisoner exchange between Armenia and Azerbaijan will take place on Friday, two days later than announced.", "RETREAT", "planned", "rescheduled", "03-15", "03-13", None),
    ("The Cyprus talks have been moved from Geneva to New York.", "CONSULT", "planned", "relocated", None, None, "USA"),
    ("The Arab League summit will be held in Jeddah instead of Riyadh.", "CONSULT", "planned", "relocated", None, None, "SAU"),
    ("Nurses in Auckland postponed Thursday's strike to Monday.", "PROTEST", "planned", "rescheduled", "03-18", "03-14", "NZL"),
    ("The talks between Chad and Libya which Tripoli had put off last month will now be held on 1 April.", "CONSULT", "planned", "rescheduled", "04-01", None, None),
    ("Chile's foreign minister has put back his visit to Bolivia, planned for Thursday, by a week.", "CONSULT", "planned", "rescheduled", "03-21", "03-14", "BOL"),
]  # fmt: skip

OFF: list[Row] = [
    ("Talks were planned in Oslo for Friday, but Norway cancelled them.", "CONSULT", "cancelled", None, "03-15", None, "NOR"),
    ("The ministers were to meet in Oslo on Friday but it was postponed.", "CONSULT", "postponed", None, "03-15", None, "NOR"),
    ("France and Italy had planned to hold a summit on Friday, but Paris put it off.", "CONSULT", "postponed", None, "03-15", None, None),
    ("A strike was set for Friday, but the union suspended it after a new offer.", "PROTEST", "postponed", None, "03-15", None, None),
    ("The minister was due to visit Kenya on Friday but called it off after the raid.", "CONSULT", "cancelled", None, "03-15", None, "KEN"),
    ("Peru's foreign minister has delayed his trip to Chile.", "CONSULT", "postponed", None, None, None, "CHL"),
    ("The talks between Chile and Bolivia, scheduled for Thursday, were put on hold.", "CONSULT", "postponed", None, "03-14", None, None),
    ("The meeting between Chile's president and union leaders planned for Wednesday has been postponed indefinitely.", "CONSULT", "postponed", None, "03-13", None, None),
    ("Thursday's round of talks between Chile and Bolivia was adjourned until further notice.", "CONSULT", "postponed", None, "03-14", None, None),
    ("The summit of Chile and Peru will not take place on Friday as planned; no new date was given.", "CONSULT", "postponed", None, "03-15", None, None),
    ("Chile's senate has put the vote on the border treaty with Peru on ice.", "AGREE", "postponed", None, None, None, None),
    ("Washington pulled the plug on a naval exercise with Peru that was to begin on Friday.", "COOPERATE", "cancelled", None, "03-15", None, None),
    ("The summit which the two presidents of Chile and Peru were to hold in Lima on Friday has been struck from the calendar.", "CONSULT", "cancelled", None, "03-15", None, "PER"),
    ("A session of the talks between Chile and Peru that had been on the calendar for Thursday will not take place.", "CONSULT", "cancelled", None, "03-14", None, None),
    ("Peru's president will no longer travel to Santiago on Thursday.", "CONSULT", "cancelled", None, "03-14", None, "CHL"),
    ("Nurses in Auckland have dropped their strike planned for Friday.", "PROTEST", "cancelled", None, "03-15", None, "NZL"),
    ("There will be no strike of nurses in Auckland on Friday.", "PROTEST", "cancelled", None, "03-15", None, "NZL"),
    ("Peru's foreign minister scrapped plans to visit Bolivia on Thursday.", "CONSULT", "cancelled", None, "03-14", None, "BOL"),
    ("Donald Trump cancelled his meeting with the Taliban that was to be held at Camp David on Sunday.", "CONSULT", "cancelled", None, "03-17", None, "USA"),
    ("A meeting of Gulf foreign ministers in Doha was put off at the last minute.", "CONSULT", "postponed", None, None, None, "QAT"),
    ("The German chancellor has delayed his trip to Beijing, which was planned for next week.", "CONSULT", "postponed", None, None, None, "CHN"),
    ("Nigeria's unions have suspended the strike they had called for Wednesday.", "PROTEST", "postponed", None, "03-13", None, "NGA"),
    ("The vote on the pension bill in France's National Assembly has been put off until further notice.", "AGREE", "postponed", None, None, None, "FRA"),
    ("Turkey's president has called off his trip to Washington scheduled for Thursday.", "CONSULT", "cancelled", None, "03-14", None, "USA"),
    ("A planned march through Belfast on Saturday was cancelled by the organisers.", "PROTEST", "cancelled", None, "03-16", None, "GBR"),
    ("The EU dropped plans to impose sanctions on Georgia.", "SANCTION", "cancelled", None, None, None, None),
    ("A strike of nurses in Auckland was called off on Monday.", "PROTEST", "cancelled", None, None, None, "NZL"),
    ("Nurses in Auckland called off Thursday's strike.", "PROTEST", "cancelled", None, "03-14", None, "NZL"),
    ("Nurses in Auckland have called off a strike planned for Thursday.", "PROTEST", "cancelled", None, "03-14", None, "NZL"),
    ("Nurses in Auckland postponed Thursday's strike.", "PROTEST", "postponed", None, "03-14", None, "NZL"),
    ("The EU put off new sanctions on Russia.", "SANCTION", "postponed", None, None, None, None),
    ("Peru's president postponed a visit to Chile that had been planned for Friday.", "CONSULT", "postponed", None, "03-15", None, "CHL"),
    ("Talks between Chile and Peru that should have been held ten days ago in Arica have yet to be given another date.", "CONSULT", "postponed", None, "03-02", None, "CHL"),
]  # fmt: skip

BACK_ON: list[Row] = [
    ("The summit between Chile and Peru is back on for Friday, a spokesman said.", "CONSULT", "planned", "reinstated", "03-15", None, None),
    ("The strike of dock workers in Valparaiso will go ahead after all on Thursday.", "PROTEST", "planned", "reinstated", "03-14", None, "CHL"),
    ("Peru's president will travel to Chile on Friday after all, his office said.", "CONSULT", "planned", "reinstated", "03-15", None, "CHL"),
    ("Chile has revived the talks with Bolivia that it had called off.", "CONSULT", "planned", "reinstated", None, None, None),
    ("The pilots' strike at Lufthansa is back on after talks failed.", "PROTEST", "planned", "reinstated", None, None, None),
    ("Pope Francis will visit Iraq next month after all, the Vatican said.", "CONSULT", "planned", "reinstated", None, None, "IRQ"),
    ("The summit of Chile and Peru that was cancelled in January will take place on Friday.", "CONSULT", "planned", "reinstated", "03-15", None, None),
]  # fmt: skip

AHEAD: list[Row] = [
    ("Teams from Chile and Peru begin detailed talks on the border on Thursday.", "CONSULT", "planned", None, "03-14", None, None),
    ("The union starts its negotiations with the railway on Wednesday.", "CONSULT", "planned", None, "03-13", None, None),
    ("Finance ministers of Chile and Peru meet in Lima on Thursday.", "CONSULT", "planned", None, "03-14", None, "PER"),
    ("Peru's president flies to Bogota tomorrow to meet Colombia's leader.", "CONSULT", "planned", None, "03-13", None, "COL"),
    ("A ceasefire between the army and the rebels takes effect at midnight on Thursday.", "AGREE", "planned", None, None, None, None),
    ("Donors meet in Brussels next Wednesday to raise money for Haiti.", "CONSULT", "planned", None, "03-20", None, "BEL"),
    ("The second round of talks between Chile and Bolivia opens in Arica on 18 March.", "CONSULT", "planned", None, "03-18", None, "CHL"),
    ("Nurses in Auckland walk out on Thursday for 24 hours.", "PROTEST", "planned", None, "03-14", None, "NZL"),
    ("The president of Chile is visiting Peru next week.", "CONSULT", "planned", None, None, None, "PER"),
    ("Unions in Peru have called a rally in Lima for Thursday evening.", "PROTEST", "planned", None, "03-14", None, "PER"),
    ("Peru has invited Chile to talks in Lima on Thursday.", "CONSULT", "planned", None, "03-14", None, "PER"),
    ("Chile and Peru are to hold a joint naval drill off Arica from 18 to 22 March.", "COOPERATE", "planned", None, "03-18", None, "CHL"),
    ("Poland's president flies to Washington on Tuesday next week for talks with Joe Biden.", "CONSULT", "planned", None, "03-19", None, "USA"),
    ("The new round of talks on Libya opens in Geneva on Monday.", "CONSULT", "planned", None, "03-18", None, "CHE"),
    ("Train drivers in Germany strike again on Thursday.", "PROTEST", "planned", None, "03-14", None, "DEU"),
    ("Kenya's and Ethiopia's leaders meet tomorrow in Addis Ababa.", "CONSULT", "planned", None, "03-13", None, "ETH"),
    ("Ukraine's president is due in Berlin on Friday to sign a security agreement with Germany.", "AGREE", "planned", None, "03-15", None, "DEU"),
    ("Haiti's prime minister will resign by Friday, an aide said.", "RETREAT", "planned", None, None, None, None),
    ("Talks between Chile and Bolivia are set to resume in Arica on Monday.", "CONSULT", "planned", None, "03-18", None, "CHL"),
    ("Talks between Chile and Bolivia are due to resume in Arica on Monday.", "CONSULT", "planned", None, "03-18", None, "CHL"),
    ("Talks between Chile and Bolivia are expected to resume in Arica on Monday.", "CONSULT", "planned", None, "03-18", None, "CHL"),
    ("Talks between Chile and Bolivia are scheduled to resume in Arica on Monday.", "CONSULT", "planned", None, "03-18", None, "CHL"),
    ("Talks between Chile and Bolivia are to resume in Arica on Monday.", "CONSULT", "planned", None, "03-18", None, "CHL"),
    ("Talks between Chile and Bolivia will resume in Arica on Monday.", "CONSULT", "planned", None, "03-18", None, "CHL"),
    ("Talks between Chile and Bolivia are likely to resume in Arica on Monday.", "CONSULT", "planned", None, "03-18", None, "CHL"),
    ("Talks between Chile and Bolivia are slated to resume in Arica on Monday.", "CONSULT", "planned", None, "03-18", None, "CHL"),
    ("Talks between Chile and Bolivia were due to resume in Arica on Monday.", "CONSULT", "planned", None, "03-18", None, "CHL"),
    ("Talks between Chile and Bolivia are about to resume in Arica on Monday.", "CONSULT", "planned", None, "03-18", None, "CHL"),
    ("A summit of Chile and Peru is set for Friday.", "CONSULT", "planned", None, "03-15", None, None),
    ("A summit of Chile and Peru is planned for Friday.", "CONSULT", "planned", None, "03-15", None, None),
    ("A meeting of the two presidents is scheduled for 20 March in Lima.", "CONSULT", "planned", None, "03-20", None, "PER"),
    ("The two presidents of Chile and Peru are to meet in Lima on Friday.", "CONSULT", "planned", None, "03-15", None, "PER"),
    ("Peru's president is to visit Chile on Friday.", "CONSULT", "planned", None, "03-15", None, "CHL"),
    ("Peru's president plans to visit Chile on Friday.", "CONSULT", "planned", None, "03-15", None, "CHL"),
    ("Peru's president is expected in Santiago on Friday.", "CONSULT", "planned", None, "03-15", None, "CHL"),
    ("Peru's president is due in Santiago on Friday.", "CONSULT", "planned", None, "03-15", None, "CHL"),
    ("Chile hosts a regional summit on Friday.", "CONSULT", "planned", None, "03-15", None, "CHL"),
    ("Lima will host talks between Chile and Bolivia on Friday.", "CONSULT", "planned", None, "03-15", None, "PER"),
    ("The talks between Chile and Bolivia had been due to open on Monday.", "CONSULT", "planned", None, None, None, None),
    ("Nurses in Auckland are to strike for 24 hours from Thursday.", "PROTEST", "planned", None, "03-14", None, "NZL"),
    ("Nurses in Auckland will go on strike on Thursday.", "PROTEST", "planned", None, "03-14", None, "NZL"),
    ("Nurses in Auckland are going on strike on Thursday.", "PROTEST", "planned", None, "03-14", None, "NZL"),
    ("A strike of nurses in Auckland is due to begin on Thursday.", "PROTEST", "planned", None, "03-14", None, "NZL"),
    ("A strike of nurses in Auckland begins on Thursday.", "PROTEST", "planned", None, "03-14", None, "NZL"),
    ("Thursday's strike of nurses in Auckland goes ahead.", "PROTEST", "planned", None, "03-14", None, "NZL"),
    ("The ceasefire is to take effect on Friday at noon.", "AGREE", "planned", None, "03-15", None, None),
    ("Chile will withdraw its troops from Haiti by 1 May.", "RETREAT", "planned", None, None, None, "HTI"),
    ("The UN Security Council will vote on a truce resolution on Wednesday.", "AGREE", "planned", None, "03-13", None, None),
    ("The EU is to impose new sanctions on Russia on Monday.", "SANCTION", "planned", None, "03-18", None, None),
    ("Peru and Chile agreed on Monday to meet in Oslo on Friday.", "CONSULT", "planned", None, "03-15", None, "NOR"),
    ("The talks between Chile and Peru will not resume until Monday.", "CONSULT", "planned", None, "03-18", None, None),
    ("Sudan's rival generals will meet face to face in Kampala on Sunday, officials said on Monday.", "CONSULT", "planned", None, "03-17", None, "UGA"),
    ("President Petro received ELN envoys in Bogota on Sunday and will see them again on Thursday.", "CONSULT", "planned", None, "03-14", None, None),
]  # fmt: skip

GOING_ON: list[Row] = [
    ("Talks between Chile and Bolivia entered their third day in Arica on Tuesday.", "CONSULT", "ongoing", None, "03-10", None, "CHL"),
    ("Fighting raged on Monday for a fourth day around the port of Buenaventura.", "ASSAULT", "ongoing", None, "03-08", None, "COL"),
    ("Nurses in Auckland have been on strike since Thursday.", "PROTEST", "ongoing", None, "03-07", None, "NZL"),
    ("Peru's foreign minister is in Santiago for a three-day visit that began on Monday.", "CONSULT", "ongoing", None, "03-11", None, "CHL"),
    ("The strike of dock workers in Valparaiso is in its second week.", "PROTEST", "ongoing", None, None, None, "CHL"),
    ("The talks between Chile and Bolivia are still under way in Arica.", "CONSULT", "ongoing", None, None, None, "CHL"),
    ("The strike by nurses in Lagos has entered its second week.", "PROTEST", "ongoing", None, None, None, "NGA"),
    ("Peace talks between Colombia and the ELN continue in Havana.", "CONSULT", "ongoing", None, None, None, "CUB"),
    ("Heavy fighting continues around Goma for a third day.", "ASSAULT", "ongoing", None, None, None, "COD"),
    ("The visit of Peru's president to Chile ends on Friday.", "CONSULT", "ongoing", None, None, None, "CHL"),
    ("Peru's president is on a three-day visit to Chile.", "CONSULT", "ongoing", None, None, None, "CHL"),
    ("Chile and Peru have been holding talks in Arica since Friday.", "CONSULT", "ongoing", None, "03-08", None, "CHL"),
    ("Chile and Peru are holding talks in Arica this week.", "CONSULT", "ongoing", None, None, None, "CHL"),
    ("The talks between Chile and Peru, which began last Saturday, are to go on with fishing.", "CONSULT", "ongoing", None, "03-09", None, None),
    ("The opposition's strike reached its tenth day on Monday.", "PROTEST", "ongoing", None, "03-02", None, None),
    ("Protests in Tacna stretched into a third day on Monday.", "PROTEST", "ongoing", None, "03-09", None, "PER"),
    ("It is the nineteenth day of the strike.", "PROTEST", "ongoing", None, "02-23", None, None),
    ("The siege of Tacna entered its second month on Monday.", "COERCE", "ongoing", None, None, None, "PER"),
    ("Lorry drivers have blocked the Arica motorway for six days.", "PROTEST", "ongoing", None, "03-06", None, None),
    ("The hunger strike of the prisoners is now 40 days old.", "PROTEST", "ongoing", None, "02-01", None, None),
    ("Nine days into the siege of Tacna, the wells are dry.", "COERCE", "ongoing", None, "03-03", None, "PER"),
    ("The war in Sudan entered its twentieth day on Monday.", "ASSAULT", "ongoing", None, "02-21", None, "SDN"),
]  # fmt: skip

DONE: list[Row] = [
    ("Union leaders called off the strike on Monday after 21 days.", "PROTEST", "occurred", None, "02-20", None, None),
    ("Teachers in Tacna ended their strike on Monday after 12 days.", "PROTEST", "occurred", None, "02-29", None, "PER"),
    ("Talks between Chile and Bolivia collapsed on Monday, the foreign minister said.", "CONSULT", "occurred", None, None, None, None),
    ("The ceasefire in Buenaventura collapsed within hours on Monday.", "AGREE", "occurred", None, None, None, None),
    ("It was on 4 March that Peru expelled Chile's ambassador.", "SANCTION", "occurred", None, "03-04", None, None),
    ("France's interior minister arrived in Mayotte on Sunday, four days after riots broke out there.", "CONSULT", "occurred", None, "03-10", None, None),
    ("On 5 March the United States imposed sanctions on Zimbabwe's president.", "SANCTION", "occurred", None, "03-05", None, None),
    ("The European Parliament on Tuesday approved the media freedom act.", "AGREE", "occurred", None, "03-12", None, None),
    ("Sweden joined NATO last Thursday.", "COOPERATE", "occurred", None, "03-07", None, None),
    ("Israel's prime minister has apologised for the strike of 1 March.", "CONCEDE", "occurred", None, None, None, None),
    ("Houthi rebels hit a cargo ship in the Red Sea on Saturday.", "ASSAULT", "occurred", None, "03-09", None, None),
    ("The two sides agreed to extend the truce until Friday.", "AGREE", "occurred", None, None, None, None),
    ("Chile extended its ceasefire with the rebels by a week on Monday.", "AGREE", "occurred", None, "03-11", None, None),
    ("The EU imposed new sanctions on Russia on Monday.", "SANCTION", "occurred", None, "03-11", None, None),
    ("Chile broke off talks with Peru on Monday.", "SANCTION", "occurred", None, "03-11", None, None),
    ("Poland's farmers lifted their blockade of the Medyka crossing on Sunday.", "CONCEDE", "occurred", None, "03-10", None, None),
]  # fmt: skip

DENIED: list[Row] = [
    ("Chile's army denied having shelled the port of Arica on Sunday.", "ASSAULT", "denied", None, "03-10", None, "CHL"),
    ("Rebels said that Chile had shelled Arica on Sunday, which the army denied.", "ASSAULT", "denied", None, "03-10", None, "CHL"),
    ("Chile's foreign ministry rejected claims that it had expelled Peru's ambassador.", "SANCTION", "denied", None, None, None, None),
    ("Rwanda denied that its soldiers had attacked Goma on Sunday.", "ASSAULT", "denied", None, "03-10", None, "COD"),
    ("The rebels claimed to have shot down a helicopter near Lashio, which the army denied.", "ASSAULT", "denied", None, None, None, "MMR"),
    ("Iran dismissed reports that it had sent missiles to Russia.", "AID", "denied", None, None, None, None),
    ("The Kremlin rejected claims that Russia had bombed the hospital in Kharkiv.", "ASSAULT", "denied", None, None, None, "UKR"),
]  # fmt: skip

PLACED: list[Row] = [
    ("Thousands of people gathered outside Santiago's city hall on Monday.", "PROTEST", "occurred", None, "03-11", None, "CHL"),
    ("Peru's foreign minister, who is due in Santiago on Friday, will urge both sides to talk.", "CONSULT", "planned", None, "03-15", None, "CHL"),
    ("The fund, whose mission arrives in Lima next week, has welcomed the budget.", "CONSULT", "planned", None, None, None, "PER"),
    ("Heavy gunfire rang out near the palace in Conakry on Monday.", "ASSAULT", "occurred", None, "03-11", None, "GIN"),
    ("The talks between Chile and Bolivia ended in Arica on Monday without an agreement.", "CONSULT", "occurred", None, None, None, "CHL"),
    ("Two weeks of talks between Chile and Bolivia broke up on Monday in Arica.", "CONSULT", "occurred", None, None, None, "CHL"),
    ("Rebels shelled Buenaventura overnight, killing four people.", "ASSAULT", "occurred", None, "03-12", None, "COL"),
    ("Early on Sunday rebels attacked a police station in Buenaventura.", "ASSAULT", "occurred", None, "03-10", None, "COL"),
    ("Peru and Chile signed the treaty in Arica on Friday, a day after their presidents met.", "AGREE", "occurred", None, "03-08", None, "CHL"),
    ("The two presidents of Chile and Peru met in Arica on 1 March and again the following Tuesday.", "CONSULT", "occurred", None, "03-01", None, "CHL"),
    ("In the small hours of Monday soldiers arrested the mayor of Buenaventura.", "COERCE", "occurred", None, "03-11", None, "COL"),
    ("Peru's president was received by his Chilean counterpart in Santiago over the weekend.", "CONSULT", "occurred", None, None, None, "CHL"),
    ("In Washington Mr Boric, on Monday, signed a trade agreement with the United States.", "AGREE", "occurred", None, "03-11", None, "USA"),
    ("In Berlin Angela Merkel met the Greek prime minister on Monday.", "CONSULT", "occurred", None, "03-11", None, "DEU"),
    ("At Igoeti, on the road from Tbilisi to Gori, the two armies exchanged prisoners on Monday.", "RETREAT", "occurred", None, "03-11", None, "GEO"),
    ("Missiles hit Ganja for the second time in a week on Monday.", "ASSAULT", "occurred", None, "03-11", None, "AZE"),
    ("A hospital in Deir al-Balah was shelled on Monday.", "ASSAULT", "occurred", None, "03-11", None, "PSE"),
    ("Israeli artillery pounded Rafah on Monday.", "ASSAULT", "occurred", None, "03-11", None, "PSE"),
    ("Turkish jets bombed Kurdish positions in northern Iraq on Monday.", "ASSAULT", "occurred", None, "03-11", None, "IRQ"),
    ("The British prime minister arrived in Kyiv on Monday for talks with Volodymyr Zelensky.", "CONSULT", "occurred", None, "03-11", None, "UKR"),
    ("Angela Merkel, in Paris on Monday, was received at the Elysee by the French president.", "CONSULT", "occurred", None, "03-11", None, "FRA"),
    ("Thousands marched through Tbilisi on Sunday against the government.", "PROTEST", "occurred", None, "03-10", None, "GEO"),
    ("Thousands of actors filled Leicester Square on Sunday in support of the strike.", "PROTEST", "occurred", None, "03-10", None, "GBR"),
    ("In Paris, London and Madrid thousands took to the streets on Sunday.", "PROTEST", "occurred", None, "03-10", None, "FRA"),
    ("The leaders met on the sidelines of the G20 summit in Bali on Monday.", "CONSULT", "occurred", None, "03-11", None, "IDN"),
    ("Police in Tripoli, Libya's capital, arrested 20 people on Monday.", "COERCE", "occurred", None, "03-11", None, "LBY"),
    ("Georgia's governor met business leaders in Atlanta on Monday.", "CONSULT", "occurred", None, "03-11", None, "USA"),
    ("Police in Minsk were holding 30 protesters on Monday.", "COERCE", "occurred", None, "03-11", None, "BLR"),
    ("The two leaders met for three hours in Vienna last Wednesday.", "CONSULT", "occurred", None, "03-06", None, "AUT"),
    ("A bomb killed six people in a market in Quetta late on Saturday.", "ASSAULT", "occurred", None, "03-09", None, "PAK"),
    ("Russia fired missiles at Kharkiv in the night to Sunday.", "ASSAULT", "occurred", None, None, None, "UKR"),
    ("Police detained 40 people in Tbilisi early on Monday.", "COERCE", "occurred", None, "03-11", None, "GEO"),
    ("Ethiopia and Somaliland signed a port deal in Addis Ababa the day before yesterday.", "AGREE", "occurred", None, "03-10", None, "ETH"),
    ("Some 20,000 people demonstrated in Bratislava on Thursday evening against the government.", "PROTEST", "occurred", None, "03-07", None, "SVK"),
    ("Ten days ago, gunmen freed hundreds of prisoners in Port-au-Prince.", "RETREAT", "occurred", None, "03-02", None, "HTI"),
    ("In Nairobi President William Ruto received the UN envoy on Monday.", "CONSULT", "occurred", None, "03-11", None, "KEN"),
    ("Near Marib Houthi fighters ambushed a convoy on Sunday.", "ASSAULT", "occurred", None, "03-10", None, "YEM"),
    ("Drones struck an oil refinery in Russia's Ryazan region on Monday.", "ASSAULT", "occurred", None, "03-11", None, "RUS"),
    ("Mexico's president received his Colombian counterpart at the National Palace in Mexico City on Friday.", "CONSULT", "occurred", None, "03-08", None, "MEX"),
    ("Thousands of Serbs marched through the northern half of the divided city of Mitrovica on Sunday.", "PROTEST", "occurred", None, "03-10", None, "XKX"),
    ("A court in Georgia's capital, Tbilisi, jailed two journalists on Monday.", "COERCE", "occurred", None, "03-11", None, "GEO"),
    ("A strike of nurses in Auckland began on Monday.", "PROTEST", "occurred", None, "03-11", None, "NZL"),
    ("A strike of nurses in Auckland ended on Monday.", "PROTEST", "occurred", None, None, None, "NZL"),
    ("Chile began withdrawing its troops from Haiti on Monday.", "RETREAT", "occurred", None, "03-11", None, "HTI"),
    ("Chile completed the withdrawal of its troops from Haiti on Monday.", "RETREAT", "occurred", None, "03-11", None, "HTI"),
    ("Peru's president began a three-day visit to Chile on Monday.", "CONSULT", "occurred", None, "03-11", None, "CHL"),
    ("Peru's president ended a three-day visit to Chile on Monday.", "CONSULT", "occurred", None, "03-09", None, "CHL"),
    ("Peru's president wound up a visit to Chile on Monday.", "CONSULT", "occurred", None, None, None, "CHL"),
    ("Peru's president has shortened his visit to Chile by a day.", "CONSULT", "occurred", None, None, None, "CHL"),
    ("Chile and Peru held talks in Arica from Friday to Sunday.", "CONSULT", "occurred", None, "03-08", None, "CHL"),
    ("Chile and Peru resumed talks in Arica on Monday.", "CONSULT", "occurred", None, "03-11", None, "CHL"),
    ("Rebels killed nine soldiers near Buenaventura early on Sunday, and 12 by another count.", "ASSAULT", "occurred", None, "03-10", None, "COL"),
    ("It was not until Monday that Chile's army left Arica.", "RETREAT", "occurred", None, "03-11", None, "CHL"),
    ("The meeting between Serbia's and Kosovo's leaders in Brussels broke up without result late on Monday.", "CONSULT", "occurred", None, "03-11", None, "BEL"),
    ("Kenya's doctors walked off the job on Monday at midnight.", "PROTEST", "occurred", None, "03-11", None, "KEN"),
    ("The ceasefire that began on Friday was broken on Sunday when rebels shelled Buenaventura.", "ASSAULT", "occurred", None, "03-10", None, "COL"),
    ("Two days before the vote, a bomb went off in Karachi.", "ASSAULT", "occurred", None, None, None, "PAK"),
]  # fmt: skip


# What the next report says of a plan: held, put off, off, back on, told with the day for which it had been set.
SECOND: list[Row] = [
    ("The long-planned strike by Kenya's doctors got under way on Monday.", "PROTEST", "occurred", None, "03-11", None, "KEN"),
    ("Chile and Peru held their twice-delayed meeting in Arica on Monday.", "CONSULT", "occurred", None, "03-11", None, "CHL"),
    ("The two sides opened talks in Oslo on Monday that had been due to begin last week.", "CONSULT", "occurred", None, "03-11", None, "NOR"),
    ("The talks in Muscat between Chile and Peru lasted six hours on Monday.", "CONSULT", "occurred", None, "03-11", None, "OMN"),
    ("Ministers of Chile and Peru failed to agree when they met in Arica on Monday.", "CONSULT", "occurred", None, "03-11", None, "CHL"),
    ("Nurses in Kenya ended a two-day strike on Monday evening.", "PROTEST", "occurred", None, "03-10", None, "KEN"),
    ("Nurses in Kenya ended a fifteen-day strike on Monday evening.", "PROTEST", "occurred", None, "02-26", None, "KEN"),
    ("Chile and Peru ended talks in Arica on Monday and will meet again on Friday.", "CONSULT", "planned", None, "03-15", None, None),
    ("The talks between Turkey and Greece will go ahead as scheduled on Friday.", "CONSULT", "planned", None, "03-15", None, None),
    ("Talks between Serbia and Kosovo were adjourned on Monday until Thursday.", "CONSULT", "planned", "rescheduled", "03-14", None, None),
    ("A new date, Saturday, has been set for the talks between Chile and Peru.", "CONSULT", "planned", "rescheduled", "03-16", None, None),
    ("Hamas said it would after all release three hostages on Saturday.", "RETREAT", "planned", "reinstated", "03-16", None, None),
    ("Chile's president put his meeting with Peru's leader back on the calendar on Monday.", "CONSULT", "planned", "reinstated", None, None, None),
    ("A strike by French rail workers planned for Friday has been averted.", "PROTEST", "cancelled", None, "03-15", None, "FRA"),
    ("The session of the Iraqi and Kurdish delegations that was planned for Monday has been called off.", "CONSULT", "cancelled", None, "03-11", None, None),
    ("A 24-hour strike of nurses in Kenya that was due to start on 1 April has been called off.", "PROTEST", "cancelled", None, "04-01", None, "KEN"),
    ("The talks between Chile and Peru that were due on Monday did not take place.", "CONSULT", "cancelled", None, "03-11", None, None),
    ("Talks between Kenya and Somalia, which were to have begun in Djibouti on Monday, have been delayed.", "CONSULT", "postponed", None, "03-11", None, None),
    ("China's foreign minister has delayed his visit to Sydney, which had been due to begin on Friday.", "CONSULT", "postponed", None, "03-15", None, None),
    ("Chile said it would put off the talks with Peru due on Saturday.", "CONSULT", "postponed", None, "03-16", None, None),
]  # fmt: skip

# A day of something else in the sentence, or told from something else.
WHOSE_DAY: list[Row] = [
    ("The foreign ministers of Chile and Peru are to meet in Lima in the evening, officials said on Monday.", "CONSULT", "planned", None, "03-12", None, "PER"),
    ("Vladimir Putin and Donald Trump's envoy talked until late on Thursday night.", "CONSULT", "occurred", None, "03-07", None, None),
    ("The army had broken off its part in the talks with the rebels a day earlier.", "SANCTION", "occurred", None, "03-11", None, None),
    ("Wednesday's general strike in Lima will be a test for the government.", "PROTEST", "planned", None, "03-13", None, "PER"),
    ("New sanctions against Iran were to have been announced on Monday morning.", "SANCTION", "planned", None, "03-11", None, None),
    ("The memorandum on gas that Cairo and Amman concluded on Monday obliges both to share data.", "AGREE", "occurred", None, "03-11", None, None),
    ("Monday's attack on the convoy near Gao shows how weak the army is, Malian officials say.", "ASSAULT", "occurred", None, "03-11", None, "MLI"),
    ("Thursday's summit in Riyadh brings together the leaders of Iraq and Iran.", "CONSULT", "planned", None, "03-14", None, "SAU"),
    ("King Felipe addressed parliament in Lisbon on Monday, on the second day of his state visit to Portugal.", "CONSULT", "occurred", None, "03-10", None, "PRT"),
    ("Germany pledged 300 million euros on Monday to help Moldova pay for gas next winter.", "AGREE", "occurred", None, "03-11", None, None),
    ("Two days before the talks in Doha, which opened on Monday, Israel bombed Rafah.", "ASSAULT", "occurred", None, "03-09", None, None),
    ("On the eve of the talks in Doha, which opened on Monday, Israel bombed Rafah.", "ASSAULT", "occurred", None, "03-10", None, None),
    ("Israeli and Egyptian officials will meet on the third of next month.", "CONSULT", "planned", None, "04-03", None, None),
]  # fmt: skip


@pytest.mark.parametrize(
    "row",
    [*MOVED, *OFF, *BACK_ON, *AHEAD, *GOING_ON, *DONE, *DENIED, *PLACED, *SECOND, *WHOSE_DAY],
    ids=lambda row: row[0],
)
def test_reads(row: Row) -> None:
    mentions = extract(Article("https://outlet.example/a", "Headline", row[0], TUESDAY, "Outlet")).mentions
    assert any(_fits(mention, row) for mention in mentions), mentions


def _fits(mention: Mention, row: Row) -> bool:
    _, type_, realis, change, day, old, country = row
    return (
        (mention.type, mention.realis) == (type_, realis)
        and mention.change == change
        and (day is None or str(mention.when.starts_on) == f"2024-{day}")
        and (old is None or str(mention.moved_from) == f"2024-{old}")
        and (country is None or (mention.place is not None and mention.place.country == country))
    )
