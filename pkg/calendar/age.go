package calendar

import "time"

// Age gives the age in completed years that a person born on birth has on the day on, by
// 年齢計算ニ関スル法律 with 民法143条: the day of birth counts, so a year of age is complete at the
// end (24:00) of the day before the birthday. As in the city's own determinations (65歳到達,
// school entry), the day on which a year completes already counts: someone born on
// 1980-03-02 is 40 on 2020-03-01. Who was born on 29 February completes the year on
// 28 February, in leap years and in common years (民法143条2項ただし書). Before birth it is -1.
func Age(birth, on Date) int {
	if on.Before(birth) {
		return -1
	}
	next := on.AddDays(1)
	years := next.Year - birth.Year
	if next.Month < birth.Month || next.Month == birth.Month && next.Day < birth.Day {
		years--
	}
	return years
}

// AgeReachedOn gives the day on which the age is reached (達した日): the day before the
// birthday, so Age(birth, d) >= age exactly from that day on, for ages of 1 and more.
func AgeReachedOn(birth Date, age int) Date {
	return civil(time.Date(birth.Year+age, birth.Month, birth.Day, 0, 0, 0, 0, Tokyo)).AddDays(-1)
}
