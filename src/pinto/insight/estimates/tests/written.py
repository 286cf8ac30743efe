"""A specification that uses everything there is, to be changed by tests."""

GOOD = """\
id: test-measure
version: "1"
th: ทดสอบ
en: Test
source: {th: แต่งขึ้น, en: Invented}
unit: {count: person, size: people}

households:
  key: [house]
  missing: [NA, 99]
  columns:
    people: {type: number}
    income: {type: number, column: INCOME.BAHT}
    fuel:
      type: number
      codes: {1: gas, 2: wood, 3: dung}
    water: {type: text, codes: {safe: safe, unsafe: unsafe}}
    owns_land: {type: boolean}
members:
  key: [house]
  columns:
    age: {type: number}
    at_school: {type: boolean}

derive:
  - {id: per_person, formula: income / people}
  - {id: school_age, level: member, formula: age between 6 and 14}

dimensions:
  - id: learning
    th: การเรียนรู้
    en: Learning
    weight: 1/2
    indicators:
      - id: attendance
        th: การเข้าเรียน
        en: Attendance
        eligible: any(members, school_age)
        deprived: any(members where school_age, not at_school)
        missing: drop
        ineligible: not_deprived
  - id: living
    th: ความเป็นอยู่
    en: Living
    weight: 1/2
    indicators:
      - {id: poor_fuel, weight: 1/4, th: เชื้อเพลิง, en: Fuel,
         deprived: "fuel in (2, 3)", missing: own_category}
      - {id: poor_water, weight: 1/8, th: น้ำ, en: Water,
         deprived: "water = 'unsafe'", missing: not_deprived}
      - {id: poor_income, weight: 1/8, th: รายได้, en: Income,
         deprived: per_person < 100 and not owns_land}

cutoffs: [1/3, 0.5]
design: {weight: w, strata: area, psu: village}
"""
