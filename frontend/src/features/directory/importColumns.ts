/** The columns of the directory's file, as the server reads them (pkg/store/agency_csv.go), in the order of the template. */
export const agencyColumns = [
  { name: 'code', required: true },
  { name: 'name', required: true },
  { name: 'kana', required: true },
  { name: 'kind', required: true },
  { name: 'field', required: true },
  { name: 'wards', required: true },
  { name: 'accepts_issue_types', required: true },
  { name: 'phone', required: false },
  { name: 'fax', required: false },
  { name: 'email', required: false },
  { name: 'address', required: false },
  { name: 'hours', required: false },
  { name: 'accepts', required: false },
  { name: 'service_name', required: false },
  { name: 'districts', required: false },
] as const;

export type AgencyColumn = (typeof agencyColumns)[number]['name'];

export function isAgencyColumn(name: string): name is AgencyColumn {
  return agencyColumns.some((c) => c.name === name);
}
