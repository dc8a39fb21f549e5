package casework

import (
	"reflect"
	"time"
)

// snapshot copies a case deeply, its uncollected changes included.
func snapshot(t failer, c *Case) *Case {
	t.Helper()
	return deepCopy(reflect.ValueOf(c)).Interface().(*Case)
}

// unchanged fails when anything of the case differs from the snapshot.
func unchanged(t failer, before, after *Case) {
	t.Helper()
	if !reflect.DeepEqual(before, after) {
		t.Fatalf("a refused call changed the case:\nbefore %+v\nafter  %+v", before, after)
	}
}

func deepCopy(v reflect.Value) reflect.Value {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return v
		}
		to := reflect.New(v.Type().Elem())
		to.Elem().Set(deepCopy(v.Elem()))
		return to
	case reflect.Slice:
		if v.IsNil() {
			return v
		}
		to := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		for i := range v.Len() {
			to.Index(i).Set(deepCopy(v.Index(i)))
		}
		return to
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return v
		}
		to := reflect.New(v.Type()).Elem()
		to.Set(v) // unexported fields keep their values: Changes are compared by what they point at
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				to.Field(i).Set(deepCopy(v.Field(i)))
			}
		}
		if c, ok := to.Addr().Interface().(*Case); ok {
			c.changes = deepCopy(reflect.ValueOf(c.changes)).Interface().(Changes)
		}
		return to
	}
	return v
}
