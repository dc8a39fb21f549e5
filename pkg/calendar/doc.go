// Package calendar holds the calendar rules of the office: days in Tokyo, national
// holidays, business days and hours, the fiscal year, 和暦 and age. It is pure: it reads no
// clock and keeps no state. Days are Date; instants are time.Time, and every instant this
// package returns is in UTC unless said otherwise.
package calendar
