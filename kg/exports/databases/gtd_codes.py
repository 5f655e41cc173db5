"""The columns and codes of the Global Terrorism Database, by its codebook of August 2021."""

COLUMNS = tuple(
    """
    eventid iyear imonth iday approxdate extended resolution country country_txt region region_txt provstate city latitude
    longitude specificity vicinity location summary crit1 crit2 crit3 doubtterr alternative alternative_txt multiple success
    suicide attacktype1 attacktype1_txt attacktype2 attacktype2_txt attacktype3 attacktype3_txt
    targtype1 targtype1_txt targsubtype1 targsubtype1_txt corp1 target1 natlty1 natlty1_txt
    targtype2 targtype2_txt targsubtype2 targsubtype2_txt corp2 target2 natlty2 natlty2_txt
    targtype3 targtype3_txt targsubtype3 targsubtype3_txt corp3 target3 natlty3 natlty3_txt
    gname gsubname gname2 gsubname2 gname3 gsubname3 motive guncertain1 guncertain2 guncertain3 individual nperps nperpcap
    claimed claimmode claimmode_txt claim2 claimmode2 claimmode2_txt claim3 claimmode3 claimmode3_txt compclaim
    weaptype1 weaptype1_txt weapsubtype1 weapsubtype1_txt weaptype2 weaptype2_txt weapsubtype2 weapsubtype2_txt
    weaptype3 weaptype3_txt weapsubtype3 weapsubtype3_txt weaptype4 weaptype4_txt weapsubtype4 weapsubtype4_txt weapdetail
    nkill nkillus nkillter nwound nwoundus nwoundte property propextent propextent_txt propvalue propcomment
    ishostkid nhostkid nhostkidus nhours ndays divert kidhijcountry ransom ransomamt ransomamtus ransompaid ransompaidus
    ransomnote hostkidoutcome hostkidoutcome_txt nreleased addnotes scite1 scite2 scite3 dbsource
    INT_LOG INT_IDEO INT_MISC INT_ANY related
    """.split()
)
UNKNOWN = -9
UNKNOWN_NUMBER = -99
"""What GTD writes for a yes or no, and for a number, that is not known."""

REGIONS = {
    1: "North America",
    2: "Central America & Caribbean",
    3: "South America",
    4: "East Asia",
    5: "Southeast Asia",
    6: "South Asia",
    7: "Central Asia",
    8: "Western Europe",
    9: "Eastern Europe",
    10: "Middle East & North Africa",
    11: "Sub-Saharan Africa",
    12: "Australasia & Oceania",
}
ATTACK_TYPES = {
    1: "Assassination",
    2: "Armed Assault",
    3: "Bombing/Explosion",
    6: "Hostage Taking (Kidnapping)",
    9: "Unknown",
}
ATTACK_TYPE_OF = {
    "Assassination": 1,
    **dict.fromkeys(("Shooting", "Stabbing", "VehicleRamming"), 2),
    **dict.fromkeys(("Bombing", "SuicideBombing", "Airstrike", "Shelling"), 3),
    **dict.fromkeys(("Kidnapping", "Execution"), 6),
}
"""By class; any other is unknown."""
WEAPON_TYPES = {
    5: "Firearms",
    6: "Explosives",
    9: "Melee",
    10: "Vehicle (not to include vehicle-borne explosives, i.e., car or truck bombs)",
    13: "Unknown",
}
WEAPON_TYPE_OF = {
    "Shooting": 5,
    **dict.fromkeys(("Bombing", "SuicideBombing", "Airstrike", "Shelling"), 6),
    "Stabbing": 9,
    "VehicleRamming": 10,
}
"""By class; any other is unknown."""
TARGET_TYPES = {
    1: "Business",
    2: "Government (General)",
    3: "Police",
    4: "Military",
    8: "Educational Institution",
    10: "Journalists & Media",
    12: "NGO",
    13: "Other",
    14: "Private Citizens & Property",
    15: "Religious Figures/Institutions",
    17: "Terrorists/Non-State Militia",
    20: "Unknown",
}
TARGET_TYPE_OF = {
    "Business": 1,
    "Government": 2,
    "Police": 3,
    **dict.fromkeys(("Military", "Peacekeepers"), 4),
    "Education": 8,
    "Media": 10,
    "Aid": 12,
    **dict.fromkeys(("Infrastructure", "Criminals"), 13),
    **dict.fromkeys(("Civilians", "Individual", "Rioters"), 14),
    "Religious": 15,
    "ArmedGroupMembers": 17,
}
"""By actor type; any other is unknown."""
ALTERNATIVES = {1: "Insurgency/Guerilla Action", 2: "Other Crime Type"}
