import accounts from './messages/ja/accounts.json';
import advisors from './messages/ja/advisors.json';
import assignments from './messages/ja/assignments.json';
import cases from './messages/ja/cases.json';
import closure from './messages/ja/closure.json';
import codes from './messages/ja/codes.json';
import conferences from './messages/ja/conferences.json';
import consents from './messages/ja/consents.json';
import desk from './messages/ja/desk.json';
import directory from './messages/ja/directory.json';
import disclosures from './messages/ja/disclosures.json';
import files from './messages/ja/files.json';
import handoffs from './messages/ja/handoffs.json';
import home from './messages/ja/home.json';
import information from './messages/ja/information.json';
import journal from './messages/ja/journal.json';
import mail from './messages/ja/mail.json';
import meetings from './messages/ja/meetings.json';
import monitorings from './messages/ja/monitorings.json';
import notifications from './messages/ja/notifications.json';
import people from './messages/ja/people.json';
import pictures from './messages/ja/pictures.json';
import plans from './messages/ja/plans.json';
import protections from './messages/ja/protections.json';
import retention from './messages/ja/retention.json';
import settings from './messages/ja/settings.json';
import sheetImports from './messages/ja/sheetImports.json';
import sheets from './messages/ja/sheets.json';
import statistics from './messages/ja/statistics.json';
import studies from './messages/ja/studies.json';
import surveys from './messages/ja/surveys.json';
import trainings from './messages/ja/trainings.json';
import base from './messages/ja.json';

/** ja.json holds what is shared; each feature has its own file and namespace, so that its words stand together. */
const japanese = {
  ...base,
  codes,
  accounts,
  advisors,
  home,
  sheetImports,
  sheets,
  cases,
  handoffs,
  desk,
  files,
  retention,
  directory,
  meetings,
  mail,
  notifications,
  information,
  journal,
  conferences,
  consents,
  disclosures,
  protections,
  assignments,
  pictures,
  plans,
  monitorings,
  closure,
  statistics,
  people,
  settings,
  studies,
  surveys,
  trainings,
};
export default japanese;
