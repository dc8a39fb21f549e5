import accounts from './messages/en/accounts.json';
import advisors from './messages/en/advisors.json';
import assignments from './messages/en/assignments.json';
import cases from './messages/en/cases.json';
import closure from './messages/en/closure.json';
import codes from './messages/en/codes.json';
import conferences from './messages/en/conferences.json';
import consents from './messages/en/consents.json';
import desk from './messages/en/desk.json';
import directory from './messages/en/directory.json';
import disclosures from './messages/en/disclosures.json';
import files from './messages/en/files.json';
import handoffs from './messages/en/handoffs.json';
import home from './messages/en/home.json';
import information from './messages/en/information.json';
import journal from './messages/en/journal.json';
import mail from './messages/en/mail.json';
import meetings from './messages/en/meetings.json';
import monitorings from './messages/en/monitorings.json';
import notifications from './messages/en/notifications.json';
import people from './messages/en/people.json';
import pictures from './messages/en/pictures.json';
import plans from './messages/en/plans.json';
import protections from './messages/en/protections.json';
import retention from './messages/en/retention.json';
import settings from './messages/en/settings.json';
import sheetImports from './messages/en/sheetImports.json';
import sheets from './messages/en/sheets.json';
import statistics from './messages/en/statistics.json';
import studies from './messages/en/studies.json';
import surveys from './messages/en/surveys.json';
import trainings from './messages/en/trainings.json';
import base from './messages/en.json';

const english = {
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
export default english;
