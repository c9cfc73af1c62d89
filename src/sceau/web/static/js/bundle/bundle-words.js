// Made from the engine by `python -m sceau.web.verifier_data`: not to be written by hand.

/** The sentences about bundles, by code. */
export const SENTENCES = {
  "bundle.later_version": {"fr":"ce dossier de preuve est d’une version que Sceau ne lit pas encore ({version}) : présentez la preuve qu’il contient","en":"this bundle is of a version that Sceau does not read yet ({version}): present the credential that it holds"},
  "bundle.malformed": {"fr":"ce dossier de preuve est abîmé ({member}) : redemandez-le, ou présentez la preuve seule","en":"this bundle is damaged ({member}): ask for it again, or present the credential alone"},
  "handed.confirmed": {"fr":"vous avez confirmé la clé de l’organisme","en":"you have confirmed the key of the institution"},
  "handed.confirmed_issuer": {"fr":"l’émetteur est {issuer}, dont vous avez confirmé la clé","en":"the issuer is {issuer}, whose key you have confirmed"},
  "handed.confirmed_key": {"fr":"la clé est de celles que vous avez confirmées, et peut servir à attester","en":"the key is one of those that you have confirmed, and may be used to attest"},
  "handed.documents": {"fr":"vérifiée avec les documents joints, que le fichier dit du {at}","en":"verified with the documents that came with it, which the file says are of {at}"},
  "handed.issuer": {"fr":"le fichier nomme {issuer} ; rien de ce qui est joint ne montre que c’est bien lui","en":"the file names {issuer}; nothing that came with it shows that it is really them"},
  "handed.not_confirmed": {"fr":"la clé que vous avez donnée n’est pas celle qui a signé : demandez à l’organisme toutes celles qu’il publie","en":"the key that you gave is not the one that signed: ask the institution for all those that it publishes"},
  "handed.shown_key": {"fr":"clé jointe au fichier : {key}","en":"key that came with the file: {key}"},
  "handed.status": {"fr":"l’état joint est celui du {at} : ce qui a suivi n’est pas connu ici","en":"the status that came with it is that of {at}: what followed is not known here"},
  "handed.status_as_of": {"fr":"l’état est celui du {at}, tel qu’il est joint au fichier : une révocation plus récente ne s’y verrait pas","en":"the status is that of {at}, as it came with the file: a later revocation would not show in it"},
};
