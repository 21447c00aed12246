// An entry of its own: documents are read in another process than answers are made in.
import '@frontdesk/knowledge/reader-process';
