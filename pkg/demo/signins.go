package demo

import "github.com/tsunagu-care/tsunagu/pkg/casework"

// SignIn is an account of the story that the sign-in page offers; all have Password.
type SignIn struct {
	Email, Name, Agency string // Agency by name
	Role                casework.Role
}

// SignIns lists the accounts of data/demo_accounts.csv in its order, without the invented staff. Both files
// are inside the program: one that cannot be read is a fault of the build.
func SignIns() []SignIn {
	rows, err := table("data/demo_accounts.csv")
	if err != nil {
		panic(err)
	}
	_, names, err := agencyNames()
	if err != nil {
		panic(err)
	}
	list := make([]SignIn, 0, len(rows))
	for _, r := range rows {
		list = append(list, SignIn{Email: r["email"], Name: r["name"], Agency: names[r["agency"]], Role: casework.Role(r["role"])})
	}
	return list
}
