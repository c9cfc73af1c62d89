// The classes of Open Badges 3.0, as tables: what each member is, and which may not be missing.
//
// source:  Open Badges 3.0, appendix B (data model)
import { WORDS } from "./catalogue.js";
import {
  FINE, boolean, choice, day, language, many, moment, number, onlyOf, problem, shape, string, text, token, typeIs, url,
} from "./shapes.js";

/** Whether a member is there and says something. */
function says(value) {
  if (Array.isArray(value)) return value.length > 0;
  if (value instanceof Map) return value.size > 0;
  return Boolean(typeof value === "object" && value !== null ? value.value : value);
}

const criteriaSaySomething = (criteria) =>
  says(criteria.get("narrative")) || says(criteria.get("id")) ? FINE : problem("model.criteria_empty");
const subjectIsNamed = (subject) =>
  says(subject.get("id")) || says(subject.get("identifier")) ? FINE : problem("model.subject_unnamed", "/id");

export const IMAGE = shape(
  "Image",
  { id: url, type: typeIs("Image", true), caption: text },
  { required: ["id", "type"], closed: true },
);
const GEO_COORDINATES = shape(
  "GeoCoordinates",
  { type: typeIs("GeoCoordinates", true), latitude: number, longitude: number },
  { required: ["type", "latitude", "longitude"] },
);
const ADDRESS = shape(
  "Address",
  {
    type: typeIs("Address"), addressCountry: text, addressCountryCode: string, addressRegion: text, addressLocality: text,
    streetAddress: text, postOfficeBoxNumber: text, postalCode: string, geo: GEO_COORDINATES,
  },
  { required: ["type"] },
);
const IDENTIFIER_ENTRY = shape(
  "IdentifierEntry",
  { type: typeIs("IdentifierEntry", true), identifier: string, identifierType: choice(WORDS.identifierTypes) },
  { required: ["type", "identifier", "identifierType"], closed: true },
);
const IDENTITY_OBJECT = shape(
  "IdentityObject",
  {
    type: typeIs("IdentityObject", true), hashed: boolean, identityHash: string,
    identityType: choice(WORDS.identifierTypes), salt: string,
  },
  { required: ["type", "hashed", "identityHash", "identityType"], closed: true },
);
const CRITERIA = shape("Criteria", { id: url, narrative: text }, { rules: [criteriaSaySomething] });
const ALIGNMENT = shape(
  "Alignment",
  {
    type: typeIs("Alignment"), targetCode: text, targetDescription: text, targetName: text, targetFramework: text,
    targetType: choice(WORDS.targetTypes), targetUrl: string,
  },
  { required: ["type", "targetName", "targetUrl"] },
);
const RUBRIC_CRITERION_LEVEL = shape(
  "RubricCriterionLevel",
  {
    id: url, type: typeIs("RubricCriterionLevel"), alignment: many(ALIGNMENT), description: text, level: text, name: text,
    points: text,
  },
  { required: ["id", "type", "name"] },
);
const RESULT_DESCRIPTION = shape(
  "ResultDescription",
  {
    id: url, type: typeIs("ResultDescription"), alignment: many(ALIGNMENT), allowedValue: many(text), name: text,
    requiredLevel: string, requiredValue: text, resultType: choice(WORDS.resultTypes),
    rubricCriterionLevel: many(RUBRIC_CRITERION_LEVEL), valueMax: text, valueMin: text,
  },
  { required: ["id", "type", "name", "resultType"] },
);
const RESULT = shape(
  "Result",
  {
    type: typeIs("Result"), achievedLevel: string, alignment: many(ALIGNMENT), resultDescription: string,
    status: onlyOf(WORDS.resultStatuses, "model.not_a_status"), value: text,
  },
  { required: ["type"] },
);
const RELATED = shape(
  "Related",
  { id: url, type: typeIs("Related"), inLanguage: language, version: text },
  { required: ["id", "type"] },
);
export const EVIDENCE = shape(
  "Evidence",
  { id: url, type: typeIs("Evidence"), narrative: text, name: text, description: text, genre: text, audience: text },
  { required: ["type"] },
);
export const ENDORSEMENT_SUBJECT = shape(
  "EndorsementSubject",
  { id: url, type: typeIs("EndorsementSubject"), endorsementComment: text },
  { required: ["id", "type"] },
);

/** The checks of Profile and of AchievementSubject. endorsement: the check of what profiles and achievements may carry */
export function profileAndSubject(endorsement) {
  const endorsements = { endorsement: many(endorsement), endorsementJwt: many(token) };
  const profile = shape(
    "Profile",
    {
      id: url, type: typeIs("Profile"), name: text, url: string, phone: string, description: text, ...endorsements,
      image: IMAGE, email: string, address: ADDRESS, otherIdentifier: many(IDENTIFIER_ENTRY), official: text,
      parentOrg: (value) => profile(value), ...Object.fromEntries(WORDS.namesOfAPerson.map((name) => [name, text])),
      dateOfBirth: day,
    },
    { required: ["id", "type"] },
  );
  const achievement = shape(
    "Achievement",
    {
      id: url, type: typeIs("Achievement"), alignment: many(ALIGNMENT), achievementType: choice(WORDS.achievementTypes),
      creator: profile, creditsAvailable: number, criteria: CRITERIA, description: text, ...endorsements,
      fieldOfStudy: text, humanCode: text, image: IMAGE, inLanguage: language, name: text,
      otherIdentifier: many(IDENTIFIER_ENTRY), related: many(RELATED), resultDescription: many(RESULT_DESCRIPTION),
      specialization: text, tag: many(text), version: text,
    },
    { required: ["id", "type", "name", "description", "criteria"] },
  );
  const subject = shape(
    "AchievementSubject",
    {
      id: url, type: typeIs("AchievementSubject"), activityStartDate: moment, activityEndDate: moment,
      creditsEarned: number, achievement, identifier: many(IDENTITY_OBJECT), image: IMAGE, licenseNumber: text,
      narrative: text, result: many(RESULT), role: text, source: profile, term: text,
    },
    { required: ["type", "achievement"], rules: [subjectIsNamed] },
  );
  return { profile, subject };
}
